// Which page stands under which path, who may open it, and where each role begins. The API decides again on its
// own what a session may see: this table only spares people doors that would not open.
import type { Role } from '@cool/contract/identity';
import { mayImport, mayPlace } from '@cool/contract/orders';

export interface PageEntry {
  readonly path: string;
  readonly label: string;
  readonly roles: readonly Role[];
}

export const pages = {
  place: { path: '/new', label: 'New delivery', roles: mayPlace },
  orders: { path: '/orders', label: 'My deliveries', roles: ['customer'] },
  board: { path: '/board', label: 'Board', roles: ['dispatcher', 'admin', 'auditor'] },
  import: { path: '/import', label: 'Import', roles: mayImport },
  run: { path: '/run', label: 'My run', roles: ['courier'] },
  people: { path: '/people', label: 'People', roles: ['admin'] },
  audit: { path: '/audit', label: 'Audit', roles: ['auditor', 'admin'] },
  security: { path: '/security', label: 'Security', roles: ['auditor', 'admin'] },
} as const satisfies Record<string, PageEntry>;

const home: Readonly<Record<Role, string>> = {
  customer: pages.place.path,
  courier: pages.run.path,
  dispatcher: pages.board.path,
  admin: pages.board.path,
  auditor: pages.security.path,
};

/** The order of the navigation, most used first. */
const navigation: readonly PageEntry[] = [
  pages.board,
  pages.run,
  pages.place,
  pages.orders,
  pages.import,
  pages.people,
  pages.audit,
  pages.security,
];

export function homeOf(role: Role): string {
  return home[role];
}

export function navigationOf(role: Role): readonly PageEntry[] {
  return navigation.filter((page) => page.roles.includes(role));
}

/** The page a path belongs to: itself or anything below it. */
export function pageAt(path: string): PageEntry | undefined {
  return navigation.find((page) => path === page.path || path.startsWith(`${page.path}/`));
}
