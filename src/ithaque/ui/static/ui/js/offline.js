// The page's side of the poor network: what is kept says its age, words written offline are shown until they are sent.

const say = document.querySelector("[data-offline-words]");
const phrases = say?.dataset ?? {};
const when = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" }).format(new Date(at));

function notice(kind, text, link) {
  if (!say) return;
  const line = Object.assign(document.createElement("p"), { textContent: text });
  if (link) line.append(" ", Object.assign(document.createElement("a"), { href: link.url, textContent: link.text }));
  say.className = `notice notice-${kind}`;
  say.querySelector("[data-offline-said]").replaceChildren(line);
  say.hidden = false;
}

const tellState = () => {
  if (document.body.dataset.kept) notice("info", phrases.kept.replace("{when}", when(document.body.dataset.kept)));
  else if (!navigator.onLine) notice("info", phrases.away);
};

function list(root, rows) {
  root.replaceChildren(...rows);
  root.closest("[data-shown-with]").hidden = rows.length === 0;
}

function row(title, note, href) {
  const item = document.createElement("li");
  const name = href ? Object.assign(document.createElement("a"), { href }) : document.createElement("strong");
  name.textContent = title;
  item.append(name, Object.assign(document.createElement("span"), { className: "small muted", textContent: ` ${note}` }));
  return item;
}

// The offline page: what can be read, what waits to be sent.
function shelf({ waiting, readable }) {
  const pages = document.querySelector("[data-readable]");
  if (pages && readable) list(pages, readable.map((one) => row(one.title, when(one.at), one.url)));
  const words = document.querySelector("[data-waiting]");
  if (words) list(words, [...waiting, ...notes().map(([, kept]) => ({ ...kept, fields: [["body", kept.body]] }))].map(waitingRow));
}

// Notes typed without a line, on a page that was left (note.js): [key, what was kept].
function notes() {
  const open = new Set([...document.querySelectorAll("form[data-note]")].map((form) => `ith-note:${form.dataset.note}:${form.dataset.writer}`));
  const keys = Object.keys(localStorage).filter((key) => key.startsWith("ith-note:") && !open.has(key));
  return keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]).filter(([, kept]) => kept.url && kept.reader === say?.dataset.reader);
}

async function sendNotes() {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (!token || document.body.dataset.kept) return;
  await navigator.locks.request("notes", async () => {
    for (const [key, kept] of notes()) {
      const { body, base, submission } = kept;
      const answer = await fetch(kept.url, {
        method: "POST", body: new URLSearchParams({ body, base, submission }), headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
      if (!answer.ok) continue;
      if (JSON.parse(localStorage.getItem(key) ?? "{}").submission === submission) localStorage.removeItem(key);
      notice("good", phrases.sent.replace("{what}", kept.what));
    }
  });
}

function waitingRow(one) {
  sessionStorage.removeItem(`words-${one.id}`);
  const item = row(one.what, when(one.at));
  const text = one.fields.map(([, value]) => value).find((value) => value.length > 12) ?? "";
  item.append(Object.assign(document.createElement("p"), { className: "words", textContent: text }));
  if (one.state === "refused") {
    const open = new URL(one.url);
    open.searchParams.set("words", one.id);
    item.append(Object.assign(document.createElement("a"), { href: open.href, className: "btn btn-line", textContent: phrases.settle }));
  }
  return item;
}

const ask = (worker) => new Promise((resolve) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = (event) => resolve(event.data);
  worker.postMessage({ ask: true }, [channel.port2]);
});

// Words that the server could not take are put back in their form, on top of the revision they were written on.
function putBack(waiting) {
  const id = new URLSearchParams(location.search).get("words");
  const one = waiting.find((each) => each.id === id);
  const form = document.querySelector("form[data-offline]");
  if (!one || !form) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "offline_id", value: id }));
  // Sent once already from here: the page now holds what the server made of them.
  if (sessionStorage.getItem(`words-${id}`)) return;
  form.addEventListener("submit", () => sessionStorage.setItem(`words-${id}`, "sent"));
  for (const [name, value] of one.fields) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value; // a group of choices takes its value too
  }
  notice("watch", phrases.back);
}

function mark(form) {
  const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(hidden("offline", form.dataset.offline), hidden("offline_reader", say?.dataset.reader ?? "none"));
}

async function start() {
  const registration = await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  document.querySelectorAll("form[data-offline]").forEach(mark);
  const links = (document.querySelector("[data-keeps]")?.dataset.keeps ?? "").split(" ").filter(Boolean);
  if (navigator.onLine && !document.body.dataset.kept && say?.dataset.reader !== "none") {
    // The first page was asked for before there was anyone to keep it.
    const here = navigator.serviceWorker.controller ? [] : [location.href];
    active.postMessage({ keep: [...here, ...links.map((link) => new URL(link, location.href).href)] });
  }
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.sent) notice("good", phrases.sent.replace("{what}", data.sent), { url: data.url, text: phrases.open });
    if (data.waiting) {
      shelf(data);
      const stuck = data.waiting.find((one) => one.state === "refused");
      if (stuck && !location.search.includes("words=")) notice("watch", phrases.refused, { url: "/offline/", text: phrases.see });
    }
  });
  const held = await ask(active);
  shelf(held);
  putBack(held.waiting);
  if (navigator.onLine && held.waiting.length) active.postMessage({ send: true });
  if (navigator.onLine) sendNotes().catch(() => {});
  addEventListener("online", () => {
    active.postMessage({ send: true });
    sendNotes().then(() => ask(active)).then(shelf).catch(() => {});
  });
  return registration;
}

tellState();
addEventListener("offline", tellState);
addEventListener("online", () => { if (say && !document.body.dataset.kept) say.hidden = true; });
if ("serviceWorker" in navigator) start().catch(() => {});
