// A note written by several at once: at each pause what is typed leaves with the text it was typed on, the server
// merges word by word, and what the other wrote appears. Without a line the writing waits here, and leaves later.

const PAUSE = 700;
const LATER = 4_000;
const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";
const mark = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

class Note {
  constructor(form) {
    this.form = form;
    this.field = form.elements.body;
    this.base = form.elements.base;
    this.said = form.querySelector("[data-note-said]");
    this.key = `ith-note:${form.dataset.note}:${form.dataset.writer}`;
    this.flight = null;
    this.busy = false;
    this.timer = 0;
    this.mark = mark();
    this.restore();
    this.field.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sync();
    });
    addEventListener("online", () => this.sync());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.sync({ only: true }); });
    document.body.addEventListener(`live-${form.dataset.part}`, () => this.sync({ look: true }));
    form.dataset.noteState = "ready";
  }

  // What did not leave last time is taken up again, on the text it was written on.
  restore() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept) return;
    [this.field.value, this.base.value] = [kept.body, kept.base];
    this.mark = kept.submission ?? this.mark;
    this.later(0);
  }

  typed() {
    this.mark = mark();
    // All that another page needs to send it, once the line is back and this one is closed.
    const { sync: url, offline: what } = this.form.dataset;
    const reader = document.querySelector("[data-offline-words]")?.dataset.reader;
    const kept = { body: this.field.value, base: this.base.value, submission: this.mark, url, what, reader, at: Date.now() };
    localStorage.setItem(this.key, JSON.stringify(kept));
    this.say(this.form.dataset.typing);
    this.later(PAUSE);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sync(), wait);
  }

  async sync({ look = false, only = false } = {}) {
    if (this.busy) return this.later(PAUSE);
    const isNew = this.field.value !== this.base.value;
    if (!this.flight && !isNew && (only || !look)) return;
    // The same writing leaves again under the same mark until it is answered: it is never counted twice.
    this.flight ??= { body: this.field.value, base: this.base.value, submission: this.mark };
    this.busy = true;
    try {
      const answer = await fetch(this.form.dataset.sync, {
        method: "POST",
        body: new URLSearchParams(this.flight),
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
      });
      if (answer.status >= 500) throw new Error(String(answer.status));
      this.answered(answer.ok, await answer.json());
    } catch {
      this.say(this.form.dataset.unsent);
      this.later(LATER);
    } finally {
      this.busy = false;
    }
  }

  answered(kept, said) {
    const sent = this.flight;
    this.flight = null;
    if (!kept) return this.say(said.refused);
    if (this.field.value === sent.body) {
      this.show(said.body);
      this.base.value = said.body;
      localStorage.removeItem(this.key);
      this.say(said.saved);
    } else {
      this.base.value = sent.body;
      this.typed();
    }
  }

  // Only the stretch that differs is replaced: the cursor stays where one writes.
  show(text) {
    const old = this.field.value;
    if (text === old) return;
    let start = 0;
    while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, text.length) - start;
    while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    this.field.setRangeText(text.slice(start, text.length - end), start, old.length - end, "preserve");
  }

  say(words) {
    if (this.said) this.said.textContent = words ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-note]")) new Note(form);
