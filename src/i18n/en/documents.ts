import type { Messages } from '../fr/index.ts';
import { plural } from '../plural.ts';

export const documents: Messages['documents'] = {
  title: 'Documents',
  all: (count) => `All · ${String(count)}`,
  filter: 'Show documents',
  search: 'Search a title',
  count: (count) =>
    plural('en', count, { one: `${String(count)} document`, other: `${String(count)} documents` }),
  none: (category) => `No document in “${category}”.`,
  noneFound: (text) => `No title contains “${text}”.`,
  undated: 'No date',
  empty: {
    title: 'Your health documents, together.',
    text: 'Prescriptions, reports, results, photos: add one, it is encrypted before it is put away.',
  },
  add: 'Add documents',
  addShort: 'Add',
  dropHere: 'Drop the files here',
  queue: {
    title: 'Being added',
    sealing: 'Encrypting…',
    waiting: 'Waiting',
    done: 'Saved',
    failed: 'Not added',
    retry: 'Try again',
    dismiss: 'Take off the list',
    progress: (name) => `Progress of ${name}`,
  },
  added: (count) =>
    plural('en', count, { one: 'Document added.', other: `${String(count)} documents added.` }),
  sending: 'File being sent',
  hidden: 'Hidden',
  hiddenMark: 'Hidden: no window shows it',
  one: {
    open: 'Open',
    reading: 'Reading the document…',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    zoomReset: 'Fit the width',
    page: 'Page {page} of {pages}',
    pages: (count) =>
      plural('en', count, { one: `${String(count)} page`, other: `${String(count)} pages` }),
    viewer: (title) => `Content of ${title}`,
    cannotShow: 'This type of file is not displayed here: download it to open it elsewhere.',
    damaged:
      'This file is damaged or incomplete: it cannot be displayed. It is kept as it is, and can be downloaded.',
    password: 'This PDF is closed by a password: download it to open it elsewhere.',
    download: 'Download the original',
    details: 'Details',
    edit: 'Change',
    hide: 'Hide',
    show: 'Stop hiding',
    hideExplained:
      'Hidden, it enters no window: whoever has one open will not know that it exists.',
    wasHidden: 'Document hidden: no window shows it.',
    wasShown: 'The document is no longer hidden.',
    remove: 'Delete',
    removed: (title) => `“${title}” is in the bin.`,
    restored: 'The document is back.',
    saved: 'Changes saved.',
    file: 'File',
    addedOn: 'Added',
    gone: 'This document is no longer in the record.',
  },
};
