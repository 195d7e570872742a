import './audit.css';

export { AuditPage } from './audit-page.tsx';
