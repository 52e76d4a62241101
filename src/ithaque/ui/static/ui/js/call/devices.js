// What this device sees and hears: chosen and tried before the meeting, without anybody listening.
// `open` gives what could be had: camera and microphone, one of the two, or nothing, with the reason.

const WANTED = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24 } },
};

export class Devices {
  constructor() {
    this.audio = null;
    this.video = null;
    this.chosen = {};
  }

  async open() {
    if (!navigator.mediaDevices?.getUserMedia) return "insecure";
    try {
      this.take(await navigator.mediaDevices.getUserMedia(this.wanted("audio", "video")));
      return "";
    } catch (error) {
      const denied = error.name === "NotAllowedError";
      for (const kind of ["audio", "video"]) await this.openOne(kind).catch(() => {});
      if (this.audio || this.video) return this.video ? "no-microphone" : "no-camera";
      return denied ? "denied" : "nothing";
    }
  }

  async openOne(kind) {
    this.take(await navigator.mediaDevices.getUserMedia(this.wanted(kind)));
    return this[kind];
  }

  wanted(...kinds) {
    const exact = (kind) => (this.chosen[kind] ? { ...WANTED[kind], deviceId: { exact: this.chosen[kind] } } : WANTED[kind]);
    return Object.fromEntries(kinds.map((kind) => [kind, exact(kind)]));
  }

  take(stream) {
    for (const track of stream.getTracks()) {
      this[track.kind]?.stop();
      this[track.kind] = track;
    }
  }

  async choose(kind, device) {
    this.chosen[kind] = device;
    const was = this[kind]?.enabled ?? true;
    await this.openOne(kind);
    this[kind].enabled = was;
    return this[kind];
  }

  preview() {
    return new MediaStream(this.video ? [this.video] : []);
  }

  async list() {
    const found = await (navigator.mediaDevices?.enumerateDevices?.() ?? []);
    const of = (kind) => found.filter((one) => one.kind === kind && one.deviceId);
    return { audio: of("audioinput"), video: of("videoinput"), sound: of("audiooutput") };
  }

  // How loud the microphone hears, from 0 to 1, a few times a second.
  listen(show) {
    if (!this.audio) return () => {};
    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 256;
    context.createMediaStreamSource(new MediaStream([this.audio])).connect(ear);
    const wave = new Uint8Array(ear.fftSize);
    const timer = setInterval(() => {
      ear.getByteTimeDomainData(wave);
      const loudest = wave.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0);
      show(Math.min(1, loudest / 64));
    }, 120);
    return () => { clearInterval(timer); context.close(); };
  }

  stop() {
    this.audio?.stop();
    this.video?.stop();
  }
}
