import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/mini';
import { App } from './app.js';
import { forgetKey } from './place.js';
import './styles/theme.css';
import './styles/layout.css';
import './styles/messages.css';
import './styles/files.css';
import './styles/blocks.css';
import './styles/tables.css';
import './styles/controls.css';

// zod would try `new Function`, which the page's Content-Security-Policy refuses with a line in the console.
config({ jitless: true });

forgetKey();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element "root"');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
