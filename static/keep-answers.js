/*
 * Keeps on this device the answers that could not be sent, and sends them when the network is back. A page without it
 * works the same, with the network. Plain script of its own, sent as it stands: it imports nothing.
 */

/**
 * @typedef {[string, string][]} Entries what a form held, control by control
 * @typedef {{ entries: Entries, final: boolean }} Kept `final` once its button was pressed
 * @typedef {'sent' | 'away' | 'refused'} Outcome
 */

/** Milliseconds between two attempts while the network is away. */
const retryAfter = 10_000;
/** Steps that are fetched ahead, so that one goes on answering while the network is away. */
const mostAhead = 8;

const storageKey = `entrelacs.answers ${location.pathname}`;
/** Pages of the steps ahead, by their address: in memory alone, for they are one person's. */
const ahead = /** @type {Map<string, string>} */ (new Map());
/** What is being sent: one thing after another. */
let sending = Promise.resolve(/** @type {Outcome} */ ('sent'));
let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

/** @returns {Record<string, Kept>} by the address that the form is sent to */
function readKept() {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}');
  } catch {
    return {};
  }
}

/** @param {Record<string, Kept>} kept */
function writeKept(kept) {
  try {
    if (Object.keys(kept).length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing, as in private windows: answers are sent at once, or not at all.
  }
}

/** @param {'kept' | 'sent' | 'fileSending' | 'fileSent' | 'fileAway' | 'fileRefused'} words */
function tell(words) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-keep-status]'));
  if (place) place.textContent = place.dataset[words] ?? '';
}

/** @returns {HTMLFormElement | null} */
function keptForm() {
  return document.querySelector('form[data-keep]');
}

/** @param {HTMLFormElement} form @returns {Entries} */
function entriesOf(form) {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [/** @type {[string, string]} */ ([name, value])] : [],
  );
}

/** @param {string} action @param {BodyInit} body @returns {Promise<Outcome>} */
async function post(action, body) {
  try {
    const answer = await fetch(action, {
      method: 'POST',
      body,
      headers: { accept: 'text/html' },
      // What was saved leads on to the next step, which is not wanted here.
      redirect: 'manual',
    });
    if (answer.type === 'opaqueredirect') return 'sent';
    return answer.status >= 500 || answer.status === 429 ? 'away' : 'refused';
  } catch {
    return 'away';
  }
}

/** Sends as a form what was refused, so that the page says why and gives back what was written. */
function sendAsForm(/** @type {string} */ action, /** @type {Entries} */ entries) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  for (const [name, value] of entries) {
    const field = document.createElement('textarea');
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  form.submit();
}

/** Sends what is kept, once what is being sent has gone. @returns {Promise<Outcome>} */
function flush() {
  sending = sending.then(sendAll);
  return sending;
}

/** Oldest first; stops at the first that does not get through. @returns {Promise<Outcome>} */
async function sendAll() {
  clearTimeout(timer);
  for (const [action, kept] of Object.entries(readKept())) {
    const outcome = await post(action, new URLSearchParams(kept.entries));
    if (outcome === 'away') {
      tell('kept');
      timer = setTimeout(flush, retryAfter);
      return outcome;
    }
    forget(action, kept);
    if (outcome === 'refused' && kept.final) {
      sendAsForm(action, kept.entries);
      return outcome;
    }
    if (outcome === 'sent') tell('sent');
  }
  return 'sent';
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} the controls in which a file was chosen */
function chosenFiles(form) {
  const controls = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=file]'));
  return [...controls].filter((control) => (control.files?.length ?? 0) > 0);
}

/**
 * Sends the form with its files, which no browser keeps for later: one that does not leave is said, and stays chosen.
 * @param {HTMLFormElement} form @returns {Promise<Outcome>}
 */
async function sendFiles(form) {
  const sent = chosenFiles(form);
  tell('fileSending');
  const outcome = await post(form.action, new FormData(form));
  if (outcome === 'sent') for (const control of sent) control.value = '';
  tell(outcome === 'sent' ? 'fileSent' : outcome === 'away' ? 'fileAway' : 'fileRefused');
  return outcome;
}

/** Forgets what was sent, unless more was answered meanwhile. @param {string} action @param {Kept} sent */
function forget(action, sent) {
  const now = readKept();
  if (JSON.stringify(now[action]) !== JSON.stringify(sent)) return;
  delete now[action];
  writeKept(now);
}

/** @param {HTMLFormElement} form @param {boolean} final */
function keep(form, final) {
  writeKept({ ...readKept(), [form.action]: { entries: entriesOf(form), final } });
}

/** Puts back into a form what was kept of it. @param {HTMLFormElement} form @param {Entries} entries */
function refill(form, entries) {
  for (const [name, value] of entries) {
    for (const control of form.querySelectorAll('input, textarea')) {
      const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (control);
      if (field.name !== name) continue;
      if (field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type))
        field.checked = field.value === value;
      else if (field.type !== 'hidden') field.value = value;
    }
  }
}

/** Fetches the steps that come after, while there is a network. @param {HTMLFormElement} form */
async function fetchAhead(form) {
  const [step, last] = [Number(form.dataset['step']), Number(form.dataset['last'])];
  for (let next = step + 1; next <= Math.min(last, step + mostAhead); next += 1) {
    const address = `?etape=${next}`;
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      if (answer.ok) ahead.set(address, await answer.text());
    } catch {
      return;
    }
  }
}

/** Shows a step that was fetched ahead, when the network does not bring it. @param {string} address */
function showAhead(address) {
  const html = ahead.get(address);
  const next = html === undefined ? null : new DOMParser().parseFromString(html, 'text/html');
  const [from, to] = [next?.querySelector('main'), document.querySelector('main')];
  if (!next || !from || !to) return;
  to.replaceWith(document.importNode(from, true));
  document.title = next.title;
  history.pushState(null, '', address);
  begin();
  const heading = document.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
  tell('kept');
}

/** @param {SubmitEvent} event */
async function submit(event) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  event.preventDefault();
  const next = `?etape=${Number(form.dataset['step']) + 1}`;
  await sending;
  const withFiles = chosenFiles(form).length > 0;
  const outcomeOfFiles = withFiles ? await sendFiles(form) : 'sent';
  if (outcomeOfFiles === 'refused') {
    // As a form, so that the page says which file and why, and gives back what was written.
    form.submit();
    return;
  }
  keep(form, true);
  const outcome = await flush();
  if (outcome === 'sent' && outcomeOfFiles === 'sent') location.assign(next);
  else if (outcome === 'away' || outcomeOfFiles === 'away') {
    showAhead(next);
    // Said last: it is what has to be done again.
    if (outcomeOfFiles === 'away') tell('fileAway');
  }
}

function begin() {
  const form = keptForm();
  if (!form) return;
  const kept = readKept()[form.action];
  if (kept) refill(form, kept.entries);
  form.addEventListener('submit', submit);
  form.addEventListener('change', (event) => {
    keep(form, false);
    const isFile = event.target instanceof HTMLInputElement && event.target.type === 'file';
    if (isFile && chosenFiles(form).length > 0) sending = sending.then(() => sendFiles(form));
    else void flush();
  });
}

begin();
addEventListener('online', () => void flush());
addEventListener('popstate', () => location.reload());
void flush();
{
  const form = keptForm();
  if (form) void fetchAhead(form);
}
