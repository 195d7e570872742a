// The tracking page's script: the page is complete without it, it only keeps the sentence and the steps fresh.
import './track.css';
