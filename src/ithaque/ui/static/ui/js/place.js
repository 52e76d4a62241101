// A place: where one is, rounded to about a kilometre, only when one asks for it.
class Place extends HTMLElement {
  connectedCallback() {
    if (this.ready || !navigator.geolocation) return;
    this.ready = true;
    this.said = this.querySelector("[role=status]");
    this.querySelector("[data-offer]").hidden = false;
    this.querySelector("[data-offer] button").addEventListener("click", () => this.#locate());
    // Another town: the position kept for the former one no longer holds.
    this.querySelector("input[name$='-town']").addEventListener("input", () => { this.#position.value = ""; });
  }

  get #position() { return this.querySelector("input[type=hidden]"); }

  #locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.#position.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        this.#position.dispatchEvent(new Event("change", { bubbles: true }));
        this.said.textContent = this.dataset.wordFound;
      },
      () => { this.said.textContent = this.dataset.wordLost; },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  }
}
customElements.define("ith-place", Place);
