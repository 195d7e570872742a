import './security.css';

export { SecurityPage } from './security-page.tsx';
