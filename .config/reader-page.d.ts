import type { Plugin } from 'vite';

export const readerScriptHashes: readonly `sha256-${string}`[];
export const readerPagePlugin: () => Plugin;
