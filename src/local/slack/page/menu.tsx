import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';

/** From this many options on, a menu has a box to search them. */
const SEARCH_FROM = 8;
const GAP_PX = 4;

/** One line of a menu. */
export interface MenuOption {
  /** Unique within the menu. */
  readonly key: string;
  readonly label: ReactNode;
  /** What the search box looks in, and what a screen reader says. */
  readonly text: string;
  readonly group?: string | undefined;
  readonly isSelected?: boolean;
}

interface MenuProps {
  /** The accessible name of the button. */
  readonly label: string;
  /** What the button shows. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly testId?: string;
  readonly options: readonly MenuOption[];
  readonly onChoose: (key: string) => void;
  /** Explains the button to the mouse. */
  readonly title?: string;
}

/** A button that opens a list to choose one from: with the mouse, the arrow keys, or by typing. */
export function Menu({ label, children, className = '', testId, options, onChoose, title }: MenuProps): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => popover.current?.hidePopover(), []);
  usePlacement(button, popover, isOpen, close);

  const choose = (key: string): void => {
    close();
    button.current?.focus();
    onChoose(key);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={title}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        data-testid={testId}
        popoverTarget={id}
      >
        {children}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className="menu"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen && <Options label={label} options={options} onChoose={choose} />}
      </div>
    </>
  );
}

interface OptionsProps {
  readonly label: string;
  readonly options: readonly MenuOption[];
  readonly onChoose: (key: string) => void;
}

function Options({ label, options, onChoose }: OptionsProps): ReactNode {
  const [search, setSearch] = useState('');
  const inside = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    const all = inside.current;
    const chosen = all?.querySelector<HTMLElement>('[aria-selected=true]');
    chosen?.scrollIntoView({ block: 'nearest' });
    (all?.querySelector('input') ?? chosen ?? all?.querySelector('button'))?.focus({ preventScroll: true });
  }, []);
  const wanted = search.trim().toLowerCase();
  const shown = options.filter(({ text }) => text.toLowerCase().includes(wanted));
  return (
    <fieldset ref={inside} className="menu-inside" aria-label={label} onKeyDown={moveFocus}>
      {options.length >= SEARCH_FROM && (
        <input
          type="search"
          placeholder="Search"
          aria-label={`Search: ${label}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Else it would submit the form that the menu is in.
            event.preventDefault();
            const [first] = shown;
            if (wanted !== '' && first !== undefined) onChoose(first.key);
          }}
        />
      )}
      <div role="listbox" aria-label={label} tabIndex={-1} className="menu-options">
        {shown.map((option, index) => (
          <div key={option.key} role="presentation">
            {option.group !== undefined && option.group !== shown[index - 1]?.group && (
              <div className="menu-group">{option.group}</div>
            )}
            <button
              type="button"
              role="option"
              aria-selected={option.isSelected ?? false}
              tabIndex={-1}
              onClick={() => onChoose(option.key)}
            >
              {option.label}
            </button>
          </div>
        ))}
        {shown.length === 0 && <div className="menu-none">No match</div>}
      </div>
    </fieldset>
  );
}

/** So many options further at a time. */
const PAGE_STEP = 8;

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')];
  const focused = document.activeElement;
  const search = event.currentTarget.querySelector('input');
  const at = focused instanceof HTMLElement ? options.indexOf(focused) : -1;
  const isInSearch = focused === search;
  const isTyped = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey;
  if (isTyped && !isInSearch) search?.focus();
  const to = stepFrom(event.key, at, options.length - 1, isInSearch);
  if (to === undefined) return;
  event.preventDefault();
  options[to]?.focus();
}

/** Where a key leads from option `at`, -1 being before the first. `undefined` when the key is no way to go. */
function stepFrom(key: string, at: number, last: number, isInSearch: boolean): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at === last ? 0 : at + 1;
    case 'ArrowUp':
      return at <= 0 ? last : at - 1;
    case 'PageDown':
      return Math.min(last, at + PAGE_STEP);
    case 'PageUp':
      return Math.max(0, at - PAGE_STEP);
    case 'Home':
      return isInSearch ? undefined : 0;
    case 'End':
      return isInSearch ? undefined : last;
    default:
      return undefined;
  }
}

/** Puts the open list under its button, or above when there is no room, and closes it when the page scrolls away under it. */
function usePlacement(
  button: { readonly current: HTMLElement | null },
  popover: { readonly current: HTMLElement | null },
  isOpen: boolean,
  close: () => void,
): void {
  useEffect(() => {
    const [anchor, list] = [button.current, popover.current];
    if (!isOpen || anchor === null || list === null) return;
    const { top, bottom, left, width } = anchor.getBoundingClientRect();
    list.style.minWidth = `${width}px`;
    const fitsBelow = bottom + GAP_PX + list.offsetHeight <= innerHeight;
    list.style.top = `${fitsBelow ? bottom + GAP_PX : Math.max(GAP_PX, top - GAP_PX - list.offsetHeight)}px`;
    list.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - list.offsetWidth - GAP_PX))}px`;
    const onScroll = (event: Event): void => {
      if (!(event.target instanceof Node && list.contains(event.target))) close();
    };
    addEventListener('scroll', onScroll, true);
    addEventListener('resize', close);
    return () => {
      removeEventListener('scroll', onScroll, true);
      removeEventListener('resize', close);
    };
  }, [button, popover, isOpen, close]);
}
