import { type ReactNode, useEffect, useState } from 'react';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const THEME_KEY = 'ir-bot.theme';

interface TopbarProps {
  readonly isConnected: boolean;
  readonly notice: string | null;
}

/** The strip above everything: that this is no real Slack, and what is going on. */
export function Topbar({ isConnected, notice }: TopbarProps): ReactNode {
  return (
    <header className="topbar">
      <span className="local-sign">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="3" y="7" width="10" height="7" rx="1.5" />
          <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
        </svg>
        <span>Local workspace · nothing leaves this machine</span>
      </span>
      <span className="topbar-news" role="status">
        {isConnected ? (
          notice !== null && <Notice notice={notice} />
        ) : (
          <span className="lost">reconnecting… After a restart, open the address that the terminal shows.</span>
        )}
      </span>
      <span className="utc">all times UTC</span>
      <ThemeSwitch />
    </header>
  );
}

/** A notice; when it counts (`1,200 of 4,000 files`), with how far it is. */
function Notice({ notice }: { readonly notice: string }): ReactNode {
  const [, done, all] = /([\d,.]+) of ([\d,.]+)/.exec(notice) ?? [];
  const share = done === undefined || all === undefined ? undefined : countOf(done) / countOf(all);
  return (
    <span className="notice">
      {notice}
      {share !== undefined && Number.isFinite(share) && (
        <progress aria-label={notice} value={Math.min(1, share)} max={1} />
      )}
    </span>
  );
}

const countOf = (text: string): number => Number(text.replace(/\D/g, ''));

function ThemeSwitch(): ReactNode {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((one) => one === localStorage.getItem(THEME_KEY)) ?? 'system',
  );
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      className="theme-switch"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => setTheme(next)}
    >
      <span aria-hidden="true">{{ system: '◐', light: '☀', dark: '☾' }[theme]}</span> {theme}
    </button>
  );
}
