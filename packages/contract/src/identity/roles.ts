// Who may act. A role is given by an admin and stands on the user's record; the page asks the server for it.

export const roles = ['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const;

export type Role = (typeof roles)[number];

/** Staff cannot act without a second factor (BP-MFA); customers are offered one. */
export const staffRoles: readonly Role[] = ['courier', 'dispatcher', 'admin', 'auditor'];

export function isStaff(role: Role): boolean {
  return staffRoles.includes(role);
}
