import type { LucideIcon } from '@lucide/svelte';

/** An icon, imported by its own path: `import Search from '@lucide/svelte/icons/search'`. */
export type Icon = LucideIcon;
