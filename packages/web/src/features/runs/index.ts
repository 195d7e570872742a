import './run.css';

export { RunPage } from './run-page.tsx';
