import { render } from 'preact';
import { Root } from './root.tsx';

const root = document.getElementById('root');
if (root) {
  root.replaceChildren();
  render(<Root />, root);
}
