// Entry of the application: styles in the order of their layers, then the one render.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/layout.css';
import './ui/styles/actions.css';
import './ui/styles/fields.css';
import './ui/styles/messages.css';
import './ui/styles/overlays.css';
import './ui/styles/sequence.css';
import './app/shell.css';
import { render } from 'preact';
import { App } from './app/app.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app" to render into.');
render(<App />, root);
