import './docs.css';

export { DocsPage } from './docs-page.tsx';
