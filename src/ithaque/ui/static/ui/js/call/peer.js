// The other person: sound, picture, and a channel for words, from browser to browser. One side calls, the other answers;
// the two media lines stay the same for the whole call, so that muting or sharing a screen needs no new agreement.
// Events: state (detail: connectionState), picture (detail: MediaStream), word (detail: object).

const VOICE_BITS = 24_000;
const LEAST_BITS = 6_000;

export class Peer extends EventTarget {
  constructor({ ice, calls, say }) {
    super();
    this.calls = calls;
    this.say = say;
    this.early = [];
    this.stream = new MediaStream();
    this.media = { audio: null, video: null };
    this.pc = new RTCPeerConnection(ice);
    this.pc.addEventListener("icecandidate", (event) => event.candidate && say({ candidate: event.candidate }));
    this.pc.addEventListener("connectionstatechange", () => this.stateChanged());
    this.pc.addEventListener("track", ({ track }) => {
      this.stream.addTrack(track);
      this.tell("picture", this.stream);
    });
    if (calls) {
      this.lines = { audio: this.pc.addTransceiver("audio"), video: this.pc.addTransceiver("video") };
      this.opened(this.pc.createDataChannel("words"));
    } else {
      this.pc.addEventListener("datachannel", (event) => this.opened(event.channel));
    }
  }

  async call() {
    await this.pc.setLocalDescription();
    this.say({ description: this.pc.localDescription });
  }

  // Offers, answers and candidates come one after the other: each waits for the one before.
  hear(data) {
    this.turn = (this.turn ?? Promise.resolve()).then(() => this.take(data)).catch((error) => console.warn(error.name));
    return this.turn;
  }

  async take({ description, candidate, again }) {
    if (again) return this.restart();
    if (description) {
      await this.pc.setRemoteDescription(description);
      for (const one of this.early.splice(0)) await this.pc.addIceCandidate(one);
      if (description.type === "offer") await this.answer();
    } else if (candidate) {
      if (this.pc.remoteDescription) await this.pc.addIceCandidate(candidate);
      else this.early.push(candidate);
    }
  }

  async answer() {
    const of = (kind) => this.pc.getTransceivers().find((line) => line.receiver.track.kind === kind);
    this.lines = { audio: of("audio"), video: of("video") };
    for (const [kind, line] of Object.entries(this.lines)) {
      line.direction = "sendrecv";
      await line.sender.replaceTrack(this.media[kind]);
    }
    await this.call();
  }

  async send(kind, track) {
    this.media[kind] = track;
    await this.lines?.[kind]?.sender.replaceTrack(track);
  }

  // On a poor network the voice comes first, and takes less.
  async spare(voiceOnly) {
    const sender = this.lines?.audio?.sender;
    const parameters = sender?.getParameters();
    if (!parameters?.encodings?.length) return;
    if (voiceOnly) parameters.encodings[0].maxBitrate = VOICE_BITS;
    else delete parameters.encodings[0].maxBitrate;
    await sender.setParameters(parameters);
  }

  async restart() {
    if (!this.calls) return this.say({ again: true });
    this.pc.restartIce();
    await this.call();
  }

  stateChanged() {
    const state = this.pc.connectionState;
    if (state === "failed") this.restart();
    this.tell("state", state);
  }

  opened(channel) {
    this.channel = channel;
    channel.addEventListener("open", () => this.tell("open"));
    channel.addEventListener("message", (event) => this.tell("word", JSON.parse(event.data)));
  }

  write(word) {
    if (this.channel?.readyState === "open") this.channel.send(JSON.stringify(word));
  }

  // What was lost of what we receive, and what the line carries: enough to say that a network is poor.
  async quality() {
    let lost = 0, got = 0, room = Infinity;
    for (const one of (await this.pc.getStats()).values()) {
      if (one.type === "inbound-rtp") { lost += one.packetsLost ?? 0; got += one.packetsReceived ?? 0; }
      if (one.type === "candidate-pair" && one.nominated && one.availableOutgoingBitrate) room = one.availableOutgoingBitrate;
    }
    const before = this.counted ?? { lost: 0, got: 0 };
    this.counted = { lost, got };
    const share = (lost - before.lost) / Math.max(1, lost - before.lost + got - before.got);
    return { poor: share > 0.08 || room < 10 * LEAST_BITS };
  }

  close() {
    this.channel?.close();
    this.pc.close();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
