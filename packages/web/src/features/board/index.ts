import './board.css';

export { BoardPage } from './board-page.tsx';
