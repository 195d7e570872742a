export { ManagePage } from './manage-page.tsx';
