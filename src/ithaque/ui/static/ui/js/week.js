// The week's table: a button per day ticks or unticks its column.
class Week extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.querySelectorAll("th[data-day]").forEach((head) => this.#addButton(head));
  }

  #addButton(head) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "week-day" });
    button.append(...head.childNodes);
    button.title = this.dataset.wordColumn;
    button.addEventListener("click", () => this.#toggle(head.dataset.day));
    head.append(button);
  }

  #toggle(day) {
    const boxes = [...this.querySelectorAll(`input[value^="${day}-"]`)];
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("ith-week", Week);
