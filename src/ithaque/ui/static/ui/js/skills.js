// The skills picker: an ARIA 1.2 combobox over the list of skills, with level and order of each one chosen.
// What is sent is the plain field's name, with JSON instead of words.
const PAUSE = 150;
const SHORTEST = 2;
const drawing = { up: '<path d="m18 15-6-6-6 6"/>', down: '<path d="m6 9 6 6 6-6"/>', remove: '<path d="M18 6 6 18"/><path d="m6 6 12 12"/>' };

function make(tag, properties = {}, attributes = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function iconButton(kind, words, act) {
  const button = make("button", { type: "button", className: "btn btn-quiet btn-icon" }, { "aria-label": words });
  button.innerHTML = `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">${drawing[kind]}</svg>`;
  button.addEventListener("click", act);
  return button;
}

const same = (one, other) => one.label.toLocaleLowerCase() === other.label.toLocaleLowerCase();

class Skills extends HTMLElement {
  connectedCallback() {
    if (this.chosen) return;
    this.chosen = JSON.parse(this.dataset.chosen || "[]");
    this.levels = (this.dataset.levels || "").split("|").filter(Boolean).map((level) => level.split("="));
    this.limit = Number(this.dataset.limit);
    this.found = [];
    this.active = -1;
    this.#build();
    this.#draw();
  }

  #word(name) { return this.dataset[`word${name}`]; }

  #build() {
    const plain = this.querySelector("[data-plain]");
    const id = plain.id || `skills-${crypto.randomUUID()}`;
    this.sent = make("input", { type: "hidden", name: plain.name });
    this.input = make("input", { type: "text", className: plain.className, id, autocomplete: "off" }, {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) if (plain.hasAttribute(name)) this.input.setAttribute(name, plain.getAttribute(name));
    this.list = make("ul", { className: "skills-list", id: `${id}_list`, hidden: true }, { role: "listbox", "aria-label": this.#word("Found") });
    this.hint = make("p", { className: "form-text", textContent: this.#word("Hint") }, { role: "status" });
    this.rows = make("ol", { className: "skills-chosen" });
    const box = make("div", { className: "skills-box" });
    box.append(this.input, this.list);
    this.replaceChildren(box, this.hint, this.rows, this.sent);
    this.#listen();
  }

  #listen() {
    // A page may put back what was typed before: it writes the JSON, then says so.
    this.addEventListener("restore", () => { this.chosen = JSON.parse(this.sent.value || "[]"); this.#draw(); });
    this.input.addEventListener("input", (event) => { event.stopPropagation(); clearTimeout(this.timer); this.timer = setTimeout(() => this.#search(), PAUSE); });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#close(), 120));
    this.list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.#add(this.found[Number(option.dataset.index)]); }
    });
  }

  #key(event) {
    const acts = {
      ArrowDown: () => this.#point(this.active + 1),
      ArrowUp: () => this.#point(this.active - 1),
      Home: () => this.#isOpen() && this.#point(0),
      End: () => this.#isOpen() && this.#point(this.found.length - 1),
      Enter: () => this.#enter(),
      Escape: () => this.#close(),
      ",": () => this.#enter(),
    };
    if (event.key === "Backspace" && !this.input.value && this.chosen.length) return this.#remove(this.chosen.length - 1);
    if (!(event.key in acts)) return;
    if (["Home", "End"].includes(event.key) && !this.#isOpen()) return;
    if (event.key === "Enter" && !this.input.value.trim()) return;
    event.preventDefault();
    acts[event.key]();
  }

  #isOpen() { return !this.list.hidden; }

  #enter() {
    const picked = this.found[this.active];
    const typed = this.input.value.trim();
    if (picked) this.#add(picked);
    else if (typed) this.#add(this.found.find((skill) => same(skill, { label: typed })) ?? { id: null, label: typed });
  }

  async #search() {
    const query = this.input.value.trim();
    if (query.length < SHORTEST) return this.#close();
    const asked = (this.asked = Symbol(query));
    let found = null;
    try {
      const url = new URL(this.dataset.url, location.href);
      url.searchParams.set("q", query);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) found = await answer.json();
    } catch { found = null; }
    if (asked !== this.asked) return;
    if (found === null) { this.#say(this.#word("Offline")); return this.#close(); }
    const fresh = found.filter((skill) => !this.chosen.some((kept) => same(kept, skill)));
    this.found = fresh.some((skill) => same(skill, { label: query })) ? fresh : [...fresh, { id: null, label: query, free: true }];
    this.#open();
    this.#say(fresh.length ? `${fresh.length} ${this.#word("Found")}` : this.#word("None"));
  }

  #open() {
    this.list.replaceChildren(...this.found.map((skill, index) => {
      const option = make("li", { id: `${this.list.id}_${index}` }, { role: "option", "aria-selected": "false", "data-index": index });
      option.append(skill.free ? `${this.#word("Free")} ${skill.label}` : skill.label);
      if (skill.lang && skill.lang !== document.documentElement.lang) option.append(make("small", { textContent: skill.lang, className: "muted" }));
      return option;
    }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#point(-1);
  }

  #close() {
    this.list.hidden = true;
    this.active = -1;
    this.found = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #point(index) {
    const count = this.found.length;
    this.active = count && index !== -1 ? (index + count) % count : index < -1 && count ? count - 1 : -1;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === this.active));
      if (place === this.active) { this.input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    });
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
  }

  #add(skill) {
    if (this.chosen.length >= this.limit) return this.#say(this.#word("Full"));
    if (!this.chosen.some((kept) => same(kept, skill))) this.chosen.push({ id: skill.id ?? null, label: skill.label, level: 2 });
    this.input.value = "";
    this.#close();
    this.#changed(`${skill.label} ${this.#word("Added")}`);
    this.input.focus();
  }

  #remove(index) {
    const [gone] = this.chosen.splice(index, 1);
    this.#changed(`${gone.label} ${this.#word("Removed")}`);
    this.input.focus();
  }

  #move(index, step) {
    const to = index + step;
    this.chosen.splice(to, 0, ...this.chosen.splice(index, 1));
    this.#changed("");
    const row = this.rows.children[to];
    const buttons = row.querySelectorAll("button");
    const wanted = buttons[step < 0 ? 0 : 1];
    (wanted.disabled ? buttons[step < 0 ? 1 : 0] : wanted).focus();
  }

  #changed(said) {
    this.#draw();
    this.#say(said || this.#word("Hint"));
    this.sent.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #say(words) { this.hint.textContent = words; }

  #draw() {
    this.sent.value = JSON.stringify(this.chosen);
    this.rows.replaceChildren(...this.chosen.map((skill, index) => this.#row(skill, index)));
  }

  #row(skill, index) {
    const row = make("li", { className: "skill" });
    row.append(make("span", { className: "skill-label", textContent: skill.label }));
    if (this.levels.length) row.append(this.#levelOf(skill));
    const tools = make("span", { className: "skill-tools" });
    const up = iconButton("up", `${this.#word("Up")} ${skill.label}`, () => this.#move(index, -1));
    const down = iconButton("down", `${this.#word("Down")} ${skill.label}`, () => this.#move(index, 1));
    up.disabled = index === 0;
    down.disabled = index === this.chosen.length - 1;
    tools.append(up, down, iconButton("remove", `${this.#word("Remove")} ${skill.label}`, () => this.#remove(index)));
    row.append(tools);
    return row;
  }

  #levelOf(skill) {
    const select = make("select", { className: "form-select" }, { "aria-label": `${this.#word("Level")} ${skill.label}` });
    select.append(...this.levels.map(([value, words]) => make("option", { value, textContent: words, selected: Number(value) === skill.level })));
    select.addEventListener("change", (event) => {
      event.stopPropagation();
      skill.level = Number(select.value);
      this.sent.value = JSON.stringify(this.chosen);
      this.sent.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return select;
  }
}
customElements.define("ith-skills", Skills);
