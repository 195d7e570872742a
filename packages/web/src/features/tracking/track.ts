// The tracking page's script. The page the API rendered is complete without it; this keeps the sentence, the steps and
// the time fresh while it is open. Built under the fixed name /track.js.
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

const sentence = document.getElementById('sentence');
const promise = document.getElementById('promise');
const area = document.getElementById('area');
const steps = document.getElementById('steps');
const updated = document.getElementById('updated');
const token = location.pathname.split('/')[2];

if (sentence !== null && steps !== null && token !== undefined) {
  followDelivery(decodeURIComponent(token), (view) => show(view, sentence, steps));
}

function show(view: TrackingView, sentenceElement: HTMLElement, stepsElement: HTMLElement): void {
  // Written only when it differs: the sentence is a live region, and the same words need not be read out again.
  if (sentenceElement.textContent !== view.sentence) sentenceElement.textContent = view.sentence;
  if (promise !== null) promise.textContent = promiseInWords(view) ?? '';
  if (area !== null) area.textContent = view.area;
  if (updated !== null) {
    updated.textContent = clock.format(new Date(view.updatedAt));
    updated.setAttribute('datetime', view.updatedAt);
  }
  stepsElement.replaceChildren(...view.steps.map((step) => stepElement(view, step)));
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
