export type { SectionFilter, WindowFilter } from './window-filter.ts';
