// A ranked choice: kept choices come first, in order, moved by buttons or dragged. The number fields stay and are sent.
const icons = {
  up: '<path d="m18 15-6-6-6 6"/>',
  down: '<path d="m6 9 6 6 6-6"/>',
};

function button(words, kind, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `btn btn-quiet ${icons[kind] ? "btn-icon" : ""}` });
  made.dataset.act = kind;
  made.setAttribute("aria-label", words);
  if (icons[kind]) made.innerHTML = `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">${icons[kind]}</svg>`;
  made.addEventListener("click", act);
  return made;
}

class Ranked extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.limit = Number(this.dataset.limit);
    this.list = this.querySelector("ol");
    this.classList.add("is-live");
    for (const row of this.#rows()) this.#equip(row);
    this.#refresh();
    this.addEventListener("restore", () => this.#refresh());
  }

  #rows() { return [...this.list.children]; }
  #kept() { return this.#rows().filter((row) => this.#number(row).value); }
  #number(row) { return row.querySelector("input"); }
  #label(row) { return row.querySelector(".ranked-label").textContent.trim(); }

  #equip(row) {
    const label = this.#label(row);
    const badge = Object.assign(document.createElement("span"), { className: "ranked-rank" });
    badge.setAttribute("aria-hidden", "true");
    const tools = Object.assign(document.createElement("span"), { className: "ranked-tools" });
    tools.append(
      button(`${this.dataset.wordUp} ${label}`, "up", () => this.#move(row, -1)),
      button(`${this.dataset.wordDown} ${label}`, "down", () => this.#move(row, 1)),
      button(label, "keep", () => this.#toggle(row)),
    );
    row.prepend(badge);
    row.append(tools);
    this.#letDrag(row);
  }

  #letDrag(row) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      this.dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.#label(row));
    });
    row.addEventListener("dragend", () => { this.dragged = null; });
    row.addEventListener("dragover", (event) => { if (this.dragged) event.preventDefault(); });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      if (this.dragged && this.dragged !== row) this.#drop(this.dragged, row);
    });
  }

  #drop(row, onto) {
    const kept = this.#kept().filter((each) => each !== row);
    if (kept.length >= this.limit) return this.#say(this.dataset.wordFull);
    const place = kept.indexOf(onto);
    const below = onto.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_PRECEDING;
    kept.splice(place < 0 ? kept.length : place + (below ? 1 : 0), 0, row);
    kept.forEach((each, index) => { this.#number(each).value = String(index + 1); });
    this.#refresh();
    this.#announce(row);
  }

  #toggle(row) {
    const keep = !this.#number(row).value;
    if (keep && this.#kept().length >= this.limit) return this.#say(this.dataset.wordFull);
    this.#number(row).value = keep ? String(this.#kept().length + 1) : "";
    this.#refresh();
    row.querySelector("[data-act=keep]").focus();
    this.#announce(row);
  }

  #move(row, step) {
    const kept = this.#kept();
    const from = kept.indexOf(row);
    const to = from + step;
    if (to < 0 || to >= kept.length) return;
    kept.splice(to, 0, ...kept.splice(from, 1));
    kept.forEach((each, index) => { this.#number(each).value = String(index + 1); });
    this.#refresh();
    const same = row.querySelector(`[data-act=${step < 0 ? "up" : "down"}]`);
    (same.disabled ? row.querySelector("[data-act=keep]") : same).focus();
    this.#announce(row);
  }

  #refresh() {
    const kept = this.#kept().sort((a, b) => this.#number(a).value - this.#number(b).value);
    kept.forEach((row, index) => { this.#number(row).value = String(index + 1); });
    const rest = this.#rows().filter((row) => !kept.includes(row));
    this.list.append(...kept, ...rest);
    for (const row of this.#rows()) this.#draw(row, kept);
  }

  #draw(row, kept) {
    const place = kept.indexOf(row);
    row.classList.toggle("is-kept", place >= 0);
    row.querySelector(".ranked-rank").textContent = place >= 0 ? String(place + 1) : "";
    row.querySelector("[data-act=up]").disabled = place <= 0;
    row.querySelector("[data-act=down]").disabled = place < 0 || place === kept.length - 1;
    const keep = row.querySelector("[data-act=keep]");
    const words = place >= 0 ? this.dataset.wordRemove : this.dataset.wordAdd;
    keep.textContent = words;
    keep.setAttribute("aria-label", `${words} ${this.#label(row)}`);
  }

  #announce(row) {
    this.dispatchEvent(new Event("change", { bubbles: true }));
    const rank = this.#number(row).value;
    this.#say(rank ? `${this.#label(row)} ${this.dataset.wordMoved} ${rank}` : "");
  }

  #say(words) { this.querySelector("[data-said]").textContent = words; }
}
customElements.define("ith-ranked", Ranked);
