import { roles, staffRoles } from '@cool/contract/identity';
import { expect, test } from 'vitest';
import { nextStep } from './sign-in.ts';

const totp = { seed: { iv: '', data: '', tag: '' }, lastStep: 0 };

test('whoever has a second factor must give it', () => {
  for (const role of roles) expect(nextStep({ role, totp }, 'staff'), role).toBe('verify');
});

test('staff without one must enrol; customers only where everyone must', () => {
  for (const role of staffRoles) expect(nextStep({ role, totp: null }, 'staff'), role).toBe('enrol');
  expect(nextStep({ role: 'customer', totp: null }, 'staff')).toBeNull();
  expect(nextStep({ role: 'customer', totp: null }, 'all')).toBe('enrol');
});
