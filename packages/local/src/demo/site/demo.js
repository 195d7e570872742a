// The demo page: draws the people once, then renews codes and mails. Text is only ever set as text.

const cards = document.getElementById('cards');
const mails = document.getElementById('mails');
const find = document.getElementById('find');
const seconds = document.getElementById('seconds');
const ring = document.querySelector('.clock .left');
const trouble = document.getElementById('trouble');
const spoken = document.getElementById('spoken');

const refreshMs = 4000;
let codesChangeAt = 0;
let asking = false;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function copyButton(what, text) {
  const button = element('button', { type: 'button', 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = 'Copied';
    spoken.textContent = `${what} copied`;
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
  return button;
}

function card(person) {
  const list = element('dl');
  for (const [term, value] of [
    ['E-mail', person.email],
    ['Password', person.password],
  ]) {
    const copy = copyButton(`${term} of ${person.name}`, () => value);
    list.append(
      element('div', {}, element('dt', {}, term), element('dd', {}, element('span', {}, value), copy)),
    );
  }
  const code = element('output', { id: `code-${person.id}`, 'aria-label': `Code of ${person.name}` });
  const codeRow = element(
    'div',
    { class: 'code' },
    element('span', {}, 'Code'),
    person.code === null ? element('span', {}, 'no second factor yet') : code,
  );
  return element(
    'li',
    { class: 'card' },
    element(
      'div',
      {},
      element('p', { class: 'role' }, person.role),
      element('h3', {}, person.name),
      element('p', { class: 'does' }, person.does),
    ),
    codeRow,
    list,
    element('a', { class: 'sign-in', href: person.signIn }, `Sign in as ${person.name.split(' ')[0]}`),
  );
}

function mailItem(mail) {
  const at = new Date(mail.at);
  return element(
    'li',
    {},
    element('strong', {}, mail.subject),
    element('time', { datetime: mail.at }, at.toLocaleTimeString()),
    element('p', { class: 'to' }, `to ${mail.to}`),
    element('pre', {}, ...withLinks(mail.text)),
  );
}

/** The text with its own tracking links made clickable; nothing else in a mail becomes a link. */
function withLinks(text) {
  return text
    .split(/(https?:\/\/localhost(?::\d+)?\/t\/#[A-Za-z0-9_-]+)/)
    .map((part, index) => (index % 2 === 1 ? element('a', { href: part }, part) : part));
}

let shownMails = '';

async function refresh() {
  if (asking) return;
  asking = true;
  try {
    const wanted = find.value;
    const answer = await fetch(`/demo/state?mail=${encodeURIComponent(wanted)}`, {
      headers: { accept: 'application/json' },
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const state = await answer.json();
    codesChangeAt = Date.now() + state.codeMsLeft;
    if (cards.childElementCount !== state.personas.length) cards.replaceChildren(...state.personas.map(card));
    for (const person of state.personas) {
      const code = document.getElementById(`code-${person.id}`);
      if (code !== null && person.code !== null)
        code.textContent = `${person.code.slice(0, 3)} ${person.code.slice(3)}`;
    }
    const newest = JSON.stringify([wanted, ...state.mails.map((mail) => mail.id)]);
    if (newest !== shownMails) {
      shownMails = newest;
      mails.replaceChildren(
        ...(state.mails.length === 0
          ? [element('li', {}, wanted === '' ? 'No mail yet.' : `No mail with “${wanted}” yet.`)]
          : state.mails.map(mailItem)),
      );
    }
    trouble.hidden = true;
  } catch {
    trouble.hidden = false; // the next round tries again
  } finally {
    asking = false;
  }
}

function tick() {
  const left = Math.max(0, Math.ceil((codesChangeAt - Date.now()) / 1000));
  seconds.textContent = codesChangeAt === 0 ? '–' : String(left);
  ring.style.setProperty('stroke-dashoffset', String(30 - left));
  if (codesChangeAt !== 0 && Date.now() >= codesChangeAt) refresh();
}

// What stands above the mailbox comes with the first answer and pushes it down.
refresh().then(() => {
  if (location.hash === '#mailbox') document.getElementById('mailbox').scrollIntoView();
});
setInterval(refresh, refreshMs);
let typing;
find.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(refresh, 200);
});
setInterval(tick, 250);
