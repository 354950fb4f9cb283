import { describe, expect, it } from '@jest/globals';
import { nearest } from '../src/nearest.js';

describe('nearest', () => {
  it('finds the word that takes the fewest changes, and says how many', () => {
    expect(nearest('authfial', ['about', 'authfail', 'actions'])).toEqual({ word: 'authfail', letters: 2 });
    expect(nearest('services', ['services'])).toEqual({ word: 'services', letters: 0 });
    expect(nearest('', ['keys', 'run'])).toEqual({ word: 'run', letters: 3 });
  });

  it('finds nothing where nothing is known', () => {
    expect(nearest('run', [])).toBeUndefined();
  });
});
