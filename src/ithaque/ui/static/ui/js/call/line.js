// The line to the server while a room is open: who came, who left, what they say to this page. It comes back by itself.
// Events: came, left (detail: page), word (detail: {from, data}), cut, back, refused (detail: code).

const FINAL = new Set([4403, 4404, 4409]);
const LONGEST = 8_000;

export class Line extends EventTarget {
  constructor(path) {
    super();
    this.page = crypto.randomUUID();
    this.address = new URL(path, location.href);
    this.address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.address.searchParams.set("page", this.page);
    this.wait = 500;
    this.done = false;
    this.waiting = [];
  }

  open() {
    this.socket = new WebSocket(this.address);
    this.socket.addEventListener("open", () => {
      this.wait = 500;
      for (const word of this.waiting.splice(0)) this.socket.send(word);
      this.tell("back");
    });
    this.socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    this.socket.addEventListener("close", (event) => this.cut(event.code));
  }

  hear(word) {
    if (word.came) this.tell("came", word.came);
    else if (word.left) this.tell("left", word.left);
    else if (word.from) this.tell("word", word);
  }

  cut(code) {
    if (this.done) return;
    if (FINAL.has(code)) {
      this.done = true;
      return this.tell("refused", code);
    }
    this.tell("cut");
    setTimeout(() => this.done || this.open(), this.wait + Math.random() * this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  say(to, data) {
    const word = JSON.stringify({ to, data });
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(word);
    else this.waiting.push(word);
  }

  close() {
    this.done = true;
    this.socket?.close(1000);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
