import type { ReactNode } from 'react';

const HUES = 8;

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly isBot?: boolean;
  readonly isSmall?: boolean;
}

/** A person's initials on a colour of their own, or the bot's sign. */
export function Avatar({ id, name, isBot = false, isSmall = false }: AvatarProps): ReactNode {
  const size = isSmall ? 'avatar avatar-small' : 'avatar';
  if (isBot) {
    return (
      <span className={`${size} avatar-bot`} aria-hidden="true">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="10.5" cy="10.5" r="5.5" />
          <path d="m14.8 14.8 5 5" />
        </svg>
      </span>
    );
  }
  const hue = [...id].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) % HUES;
  return (
    <span className={`${size} avatar-${hue}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

const initialsOf = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
};
