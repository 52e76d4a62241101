// The video room of a meeting: a check of the devices, then the two together. Nothing is recorded.
import { available, writeDown } from "./call/captions.js";
import { Devices } from "./call/devices.js";
import { Line } from "./call/line.js";
import { Peer } from "./call/peer.js";

const CHECK_EVERY = 5_000;
const PATIENCE = 10_000;
const room = document.querySelector("[data-call]");
const find = (name) => room.querySelector(`[data-part=${name}]`);
const words = { fr: "fr-FR", en: "en-GB" };
const language = words[document.documentElement.lang] ?? "fr-FR";
const devices = new Devices();
const mine = { mic: true, camera: true, screen: false, voice: false };
let line = null, peer = null, other = "", screen = null, stopMeter = () => {}, stopWriting = null, quality = 0, theirs = {};

// One sentence at a time says where we are; the others stay in the page, hidden, in the person's language.
function say(group, name) {
  for (const one of room.querySelectorAll(`[data-${group}]`)) one.hidden = one.dataset[group] !== name;
}

// ---- before: what this device sees and hears

async function check() {
  find("try").hidden = true;
  const problem = await devices.open();
  say("device", problem || "fine");
  if (problem === "insecure") return;
  find("preview").srcObject = devices.preview();
  find("no-picture").hidden = Boolean(devices.video);
  stopMeter();
  stopMeter = devices.listen((loud) => { find("meter").value = loud; });
  await fillLists();
  find("join").hidden = false;
  find("chosen").hidden = false;
}

async function fillLists() {
  const found = await devices.list();
  for (const [kind, list] of Object.entries(found)) {
    const select = find(`choose-${kind}`);
    select.closest("[data-choice]").hidden = list.length < (kind === "sound" ? 2 : 1);
    select.replaceChildren(...list.map((one, number) => new Option(one.label || `${select.dataset.name} ${number + 1}`, one.deviceId)));
  }
}

async function choose(event) {
  const kind = event.target.dataset.part.replace("choose-", "");
  if (kind === "sound") return find("theirs").setSinkId?.(event.target.value);
  const track = await devices.choose(kind, event.target.value);
  find("preview").srcObject = devices.preview();
  if (kind === "audio") { stopMeter(); stopMeter = devices.listen((loud) => { find("meter").value = loud; }); }
  await peer?.send(kind, kind === "video" ? picture() : track);
}

// ---- together

function join() {
  stopMeter();
  find("lobby").hidden = true;
  find("stage").hidden = false;
  find("mine").srcObject = devices.preview();
  mine.mic = Boolean(devices.audio);
  mine.camera = Boolean(devices.video);
  say("where", "waiting");
  line = new Line(room.dataset.call);
  line.addEventListener("came", ({ detail }) => meet(detail));
  line.addEventListener("word", ({ detail }) => hear(detail));
  line.addEventListener("left", ({ detail }) => detail === other && setTimeout(() => gone(detail), PATIENCE));
  line.addEventListener("cut", () => { find("line").hidden = false; });
  line.addEventListener("back", () => { find("line").hidden = true; });
  line.addEventListener("refused", ({ detail }) => leave({ 4403: "ended", 4409: "elsewhere" }[detail] ?? "refused"));
  line.open();
  quality = setInterval(watch, CHECK_EVERY);
  show();
  find("stage").focus();
}

// The page with the greater name calls; the other says hello and waits to be called.
function meet(page) {
  if (page === other && peer?.pc.connectionState === "connected") return;
  if (line.page > page) begin(page, true);
  else line.say(page, { hello: true });
}

function begin(page, calls) {
  peer?.close();
  other = page;
  peer = new Peer({ ice: JSON.parse(room.dataset.ice), calls, say: (data) => line.say(page, data) });
  peer.media = { audio: devices.audio, video: picture() };
  peer.addEventListener("state", ({ detail }) => stateIs(detail));
  peer.addEventListener("picture", ({ detail }) => { find("theirs").srcObject = detail; find("theirs").play?.().catch(() => {}); });
  peer.addEventListener("open", () => { peer.write({ state: mine }); if (pressed("captions")) peer.write({ captions: true }); });
  peer.addEventListener("word", ({ detail }) => told(detail));
  say("where", "connecting");
  if (calls) start(peer);
}

async function start(one) {
  await one.send("audio", devices.audio);
  await one.send("video", picture());
  await one.call();
}

async function hear({ from, data }) {
  if (data.hello) {
    if (from !== other || peer?.pc.connectionState !== "connected") begin(from, true);
    return;
  }
  if (from !== other || !peer || peer.pc.connectionState === "closed") begin(from, false);
  await peer.hear(data);
}

function stateIs(state) {
  room.dataset.state = state;
  if (state === "connected") say("where", "together");
  if (state === "disconnected" || state === "failed") say("where", "again");
}

function gone(page) {
  if (page !== other || peer?.pc.connectionState === "connected") return;
  absent();
}

function absent() {
  peer?.close();
  peer = null;
  other = "";
  theirs = {};
  room.dataset.state = "alone";
  find("theirs").srcObject = null;
  hideCaption();
  say("where", "left");
}

// ---- what passes from one browser to the other: state, words, captions

function told(word) {
  if (word.bye) return absent();
  if (word.state) { theirs = word.state; show(); }
  if (word.text) add(word.text, false);
  if ("captions" in word) return caption(word.captions);
  if (word.spoken) showCaption(word.spoken);
  if (word.unable) say("caption", "unable");
}

function add(text, own) {
  const entry = document.createElement("li");
  const who = document.createElement("strong");
  const said = document.createElement("span");
  entry.className = own ? "own" : "";
  who.textContent = own ? room.dataset.me : room.dataset.other;
  said.textContent = text;
  entry.append(who, " ", said);
  find("words").append(entry);
  entry.scrollIntoView({ block: "nearest" });
}

function write(event) {
  event.preventDefault();
  const box = find("write");
  const text = box.value.trim();
  if (!text || !peer) return;
  peer.write({ text });
  add(text, true);
  box.value = "";
}

// The other wants to read what is said here: this device writes it down, if it can do so alone.
async function caption(wanted) {
  stopWriting?.();
  stopWriting = null;
  find("written").hidden = true;
  if (!wanted) return;
  if (!(await available(language))) return peer?.write({ unable: true });
  find("written").hidden = false;
  stopWriting = writeDown(language, (spoken) => mine.mic && peer?.write({ spoken }));
}

function showCaption({ text }) {
  say("caption", "spoken");
  find("caption").textContent = text;
}

function hideCaption() {
  say("caption", "");
  find("caption").textContent = "";
}

// ---- buttons

const picture = () => (mine.voice || theirs.voice ? null : mine.screen ? screen : mine.camera ? devices.video : null);
const pressed = (name) => find(name)?.getAttribute("aria-pressed") === "true";

function show() {
  find("mic").setAttribute("aria-pressed", String(mine.mic));
  find("camera").setAttribute("aria-pressed", String(mine.camera && !mine.voice));
  find("share").setAttribute("aria-pressed", String(mine.screen));
  find("voice").setAttribute("aria-pressed", String(mine.voice));
  find("muted").hidden = theirs.mic !== false;
  find("voice-theirs").hidden = !theirs.voice;
  find("theirs").hidden = theirs.voice || theirs.camera === false && !theirs.screen;
  find("theirs-name").hidden = !find("theirs").hidden;
  find("mine").hidden = !mine.camera || mine.voice;
  peer?.send("video", picture());
  peer?.spare(Boolean(mine.voice || theirs.voice));
}

function change(changes) {
  Object.assign(mine, changes);
  show();
  peer?.write({ state: mine });
}

async function toggleMic() {
  if (!devices.audio) await peer?.send("audio", await devices.openOne("audio").catch(() => null));
  if (!devices.audio) return;
  devices.audio.enabled = !mine.mic;
  change({ mic: !mine.mic });
}

async function toggleCamera() {
  if (mine.camera) {
    devices.video?.stop();
    devices.video = null;
  } else if (!(await devices.openOne("video").catch(() => null))) return;
  find("mine").srcObject = devices.preview();
  change({ camera: Boolean(devices.video), voice: false });
}

async function toggleShare() {
  if (mine.screen) {
    screen?.stop();
    screen = null;
    return change({ screen: false });
  }
  const shown = await navigator.mediaDevices.getDisplayMedia?.({ video: true }).catch(() => null);
  if (!shown) return;
  [screen] = shown.getVideoTracks();
  screen.addEventListener("ended", () => { screen = null; change({ screen: false }); });
  change({ screen: true, voice: false });
}

function toggleCaptions() {
  const on = !pressed("captions");
  find("captions").setAttribute("aria-pressed", String(on));
  peer?.write({ captions: on });
  if (!on) hideCaption();
}

async function watch() {
  if (peer?.pc.connectionState !== "connected" || mine.voice) return;
  const { poor } = await peer.quality();
  find("poor").hidden = !poor;
}

function leave(why = "over") {
  peer?.write({ bye: true });
  clearInterval(quality);
  stopWriting?.();
  line?.close();
  devices.stop();
  screen?.stop();
  setTimeout(() => peer?.close(), 200);
  room.dataset.state = "over";
  find("stage").hidden = true;
  find("after").hidden = false;
  say("after", why);
  find("after").focus();
}

const ACTS = {
  try: check, join, mic: toggleMic, camera: toggleCamera, share: toggleShare, captions: toggleCaptions,
  voice: () => change({ voice: !mine.voice }), spare: () => { find("poor").hidden = true; change({ voice: true }); }, leave: () => leave(),
};
for (const [name, act] of Object.entries(ACTS)) find(name).addEventListener("click", act);
for (const select of room.querySelectorAll("select[data-part]")) select.addEventListener("change", choose);
find("chat").addEventListener("submit", write);
find("share").hidden = !navigator.mediaDevices?.getDisplayMedia;
navigator.mediaDevices?.addEventListener?.("devicechange", fillLists);
addEventListener("pagehide", () => { peer?.write({ bye: true }); line?.close(); });
room.hidden = false;
