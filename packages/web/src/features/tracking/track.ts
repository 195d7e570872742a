// The tracking page's script: it takes the link's secret from behind the #, asks for the delivery and keeps the page fresh
// while it is open. Built under the fixed name /track.js.
import './track.css';
import type { TrackingView } from '@cool/contract/tracking';
import { stepWords } from '@cool/contract/tracking/steps';
import { promiseInWords } from '@cool/contract/tracking/words';
import { progressOf } from './steps.ts';
import { followDelivery } from './tracking-client.ts';

const clock = new Intl.DateTimeFormat('en-IE', {
  timeZone: 'Europe/Dublin',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
};
const title = part('title');
const sentence = part('sentence');
const delivery = part('delivery');
const promise = part('promise');
const area = part('area');
const steps = part('steps');
const updated = part('updated');
const ended = part('ended');

// It stays in the address: no browser sends it, and the page can be loaded anew or kept.
const token = location.hash.slice(1);
addEventListener('hashchange', () => location.reload()); // another link, opened in the same tab

if (token === '') showEnded();
else {
  say('Looking for your delivery.');
  void followDelivery(token, {
    onView: show,
    onAway: () => {
      if (delivery.hidden) say('Cool Delivery cannot be reached just now. We keep trying.');
    },
    onEnded: showEnded,
  });
}

function show(view: TrackingView): void {
  say(view.sentence);
  promise.textContent = promiseInWords(view) ?? '';
  area.textContent = view.area;
  updated.textContent = clock.format(new Date(view.updatedAt));
  updated.setAttribute('datetime', view.updatedAt);
  steps.replaceChildren(...view.steps.map((step) => stepElement(view, step)));
  delivery.hidden = false;
}

/** The same words for a link that never was and one that has ended: the page tells nobody which. */
function showEnded(): void {
  title.textContent = 'This link has ended';
  document.title = 'This link has ended · Cool Delivery';
  say('There is no delivery behind this link, or it was delivered a while ago.');
  delivery.hidden = true;
  ended.hidden = false;
}

/** Written only when it differs: the sentence is a live region, and the same words need not be read out again. */
function say(words: string): void {
  if (sentence.textContent !== words) sentence.textContent = words;
}

function stepElement(view: TrackingView, step: TrackingView['steps'][number]): HTMLLIElement {
  const item = document.createElement('li');
  const progress = progressOf(view, step);
  item.className = 'step';
  item.dataset['state'] = step.state;
  item.dataset['progress'] = progress;
  if (progress === 'current') item.setAttribute('aria-current', 'step');
  item.append(stepWords[step.state]);
  if (step.at !== null) {
    const time = document.createElement('time');
    time.dateTime = step.at;
    time.textContent = clock.format(new Date(step.at));
    item.append(' ', time);
  }
  return item;
}
