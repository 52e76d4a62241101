// On a poor network: the pages someone opened stay readable, what they write offline is sent later.
//
// A page is kept only when the server says so (X-Keep-Offline), under the key of its reader (X-Reader). An answer
// for another reader, or for nobody, removes what was kept: nobody is ever shown the pages of someone else.

const SHELL = "shell-1";
const KEPT = "pages-";
const READER = "/-reader";
const OFFLINE = "/offline/";
const STATIC = "/static/";
const HASHED = /\.[0-9a-f]{12}\./;
const PATIENCE = 6_000; // a page that takes longer is shown as it was kept
const FRESH = 10 * 60_000; // what was kept a moment ago is not asked for again
const PAGES = 60;
const DAYS = 14;

// -- words waiting, in IndexedDB: {id, url, what, fields, reader, at, state}
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function words(mode, act) {
  const opening = indexedDB.open("ithaque", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("words", { keyPath: "id" });
  const database = await done(opening);
  try {
    return await done(act(database.transaction("words", mode).objectStore("words")));
  } finally {
    database.close();
  }
}

// -- whose pages are kept
async function reader() {
  const kept = await (await caches.open(SHELL)).match(READER);
  return kept ? kept.text() : "none";
}

async function follow(answer) {
  const key = answer.headers.get("X-Reader");
  if (!key || key === await reader()) return;
  await (await caches.open(SHELL)).put(READER, new Response(key));
  for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== KEPT + key) await caches.delete(name);
  await keepShell().catch(() => {}); // the page without network speaks to its reader
}

async function keep(url, answer) {
  await follow(answer);
  if (!answer.ok || answer.headers.get("X-Keep-Offline") !== "yes") return;
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": new Date().toISOString() };
  const cache = await caches.open(KEPT + answer.headers.get("X-Reader"));
  const page = await answer.text();
  await cache.put(address(url), new Response(page, { headers }));
  await keepFiles(page);
  const older = (await cache.keys()).slice(0, -PAGES);
  for (const request of older) await cache.delete(request);
}

const address = (url) => { const clean = new URL(url); clean.hash = ""; return clean.href; };

async function kept(url) {
  const cache = await caches.open(KEPT + await reader());
  const found = await cache.match(address(url));
  if (!found) return null;
  const at = found.headers.get("X-Kept-At");
  if (Date.now() - Date.parse(at) > DAYS * 86_400_000) return null;
  const page = (await found.text()).replace("<body", `<body data-kept="${at}"`);
  return new Response(page, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function keepShell() {
  const cache = await caches.open(SHELL);
  const answer = await fetch(OFFLINE, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = await answer.clone().text();
  await cache.put(OFFLINE, answer);
  await keepFiles(page);
}

// What a page needs to look and to work as it should.
async function keepFiles(page) {
  const cache = await caches.open(SHELL);
  const files = new Set([...page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]));
  await Promise.allSettled([...files].map(async (file) => { if (!await cache.match(file)) await cache.add(file); }));
}

const offlinePage = async () => (await (await caches.open(SHELL)).match(OFFLINE)) ?? Response.error();

// -- reading
async function page(event) {
  const fresh = fetch(event.request);
  const slow = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  try {
    const answer = await Promise.race([fresh, slow]) ?? await kept(event.request.url) ?? await fresh;
    if (!answer.bodyUsed && answer.headers.has("X-Reader")) event.waitUntil(keep(event.request.url, answer.clone()));
    return answer;
  } catch {
    return await kept(event.request.url) ?? await offlinePage();
  }
}

async function file(request) {
  const cache = await caches.open(SHELL);
  const held = await cache.match(request);
  if (held && HASHED.test(request.url)) return held;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

// -- writing: what a form marked data-offline says is kept when it cannot be sent
async function write(event) {
  const copy = event.request.clone();
  try {
    const answer = await fetch(event.request);
    if (answer.type === "opaqueredirect") event.waitUntil(settled(copy));
    return answer;
  } catch {
    const fields = [...(await copy.formData()).entries()].filter(([, value]) => typeof value === "string");
    const given = Object.fromEntries(fields);
    if (!given.offline) return offlinePage();
    const kept = fields.filter(([name]) => !["csrfmiddlewaretoken", "offline", "offline_id"].includes(name));
    const id = given.offline_id || crypto.randomUUID();
    await words("readwrite", (store) => store.put({
      id, url: event.request.url, what: given.offline, fields: kept, reader: given.offline_reader || "none", at: Date.now(), state: "waiting",
    }));
    await self.registration.sync?.register("words").catch(() => {});
    return Response.redirect(OFFLINE, 303);
  }
}

async function settled(request) {
  const id = (await request.formData()).get("offline_id");
  if (id) await words("readwrite", (store) => store.delete(id));
  await tell();
}

async function send() {
  await navigator.locks.request("words", async () => {
    const all = await words("readonly", (store) => store.getAll());
    for (const one of all.filter((each) => each.state === "waiting").sort((a, b) => a.at - b.at)) {
      if (!await sendOne(one)) break;
    }
  });
  await tell();
}

// True to go on with the next one.
async function sendOne(one) {
  let form;
  try {
    form = await fetch(one.url, { credentials: "same-origin" });
    await follow(form);
    if (form.headers.get("X-Reader") !== one.reader) return true; // signed out, or someone else: kept for its author
    const token = (await form.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
    if (!token) return refuse(one);
    const body = new URLSearchParams(one.fields);
    body.set("csrfmiddlewaretoken", token);
    const answer = await fetch(one.url, { method: "POST", body, credentials: "same-origin" });
    if (answer.ok && answer.redirected) {
      await words("readwrite", (store) => store.delete(one.id));
      await keep(answer.url, answer);
      const clients = await self.clients.matchAll({ type: "window" });
      for (const client of clients) client.postMessage({ sent: one.what, url: answer.url });
      return true;
    }
    return answer.status >= 500 || answer.status === 429 ? false : refuse(one);
  } catch {
    return false;
  }
}

async function refuse(one) {
  await words("readwrite", (store) => store.put({ ...one, state: "refused" }));
  return true;
}

async function waiting() {
  const key = await reader();
  const all = await words("readonly", (store) => store.getAll());
  return all.filter((one) => one.reader === key).sort((a, b) => a.at - b.at);
}

async function readable() {
  const cache = await caches.open(KEPT + await reader());
  const found = await Promise.all((await cache.keys()).map(async (request) => {
    const answer = await cache.match(request);
    const page = await answer.text();
    const title = (page.match(/<title>([^<]*)/)?.[1] ?? request.url).replace(/ · Ithaque\s*$/, "").trim();
    // Pages of one room share a title: their first heading tells them apart.
    const heading = page.match(/<main[^]*?<h2[^>]*>\s*([^<]+)/)?.[1].trim();
    return { url: request.url, title: heading ? `${title}, ${heading}` : title, at: answer.headers.get("X-Kept-At") };
  }));
  return found.sort((a, b) => b.at.localeCompare(a.at));
}

async function tell() {
  const waits = await waiting();
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage({ waiting: waits });
}

async function keepAll(urls) {
  const cache = await caches.open(KEPT + await reader());
  for (const url of urls) {
    const held = await cache.match(address(url));
    if (held && Date.now() - Date.parse(held.headers.get("X-Kept-At")) < FRESH) continue;
    try {
      await keep(url, await fetch(url, { credentials: "same-origin" }));
    } catch {
      return; // the network went away again
    }
  }
}

addEventListener("install", (event) => event.waitUntil(keepShell().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  await clients.claim();
})()));
addEventListener("sync", (event) => { if (event.tag === "words") event.waitUntil(send()); });
addEventListener("message", (event) => {
  const { keep: urls, ask, send: now, drop } = event.data;
  if (urls) event.waitUntil(keepAll(urls));
  if (now) event.waitUntil(send());
  if (drop) event.waitUntil(words("readwrite", (store) => store.delete(drop)).then(tell));
  if (ask) event.waitUntil((async () => event.ports[0].postMessage({ waiting: await waiting(), readable: await readable() }))());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(event));
    else if (request.method === "POST" && request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded")) event.respondWith(write(event));
  } else if (request.method === "GET" && url.pathname.startsWith(STATIC)) {
    event.respondWith(file(request));
  }
});

// -- notifications: what the server says, no more; one tap opens the page
addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(told.title ?? "Ithaque", {
    body: told.body ?? "", tag: told.tag, lang: told.lang, icon: told.icon, badge: told.icon, data: { path: told.path ?? "/" },
  }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.path ?? "/", location.origin);
  if (target.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = (await clients.matchAll({ type: "window" })).find((client) => client.url === target.href);
    return open ? open.focus() : clients.openWindow(target.href);
  })());
});
