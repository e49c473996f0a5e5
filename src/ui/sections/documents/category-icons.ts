import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Feather from '@lucide/svelte/icons/feather';
import FileText from '@lucide/svelte/icons/file-text';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Folder from '@lucide/svelte/icons/folder';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import Hospital from '@lucide/svelte/icons/hospital';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import Pill from '@lucide/svelte/icons/pill';
import ScanHeart from '@lucide/svelte/icons/scan-heart';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Syringe from '@lucide/svelte/icons/syringe';
import type { DocumentCategory } from '#record/sections/documents.ts';
import type { Icon } from '../../components/icon.ts';

/** The icon of a document whose first page cannot be seen. */
export const categoryIcons: Readonly<Record<DocumentCategory, Icon>> = {
  summary: NotebookText,
  prescriptions: Pill,
  imaging: ScanHeart,
  laboratory: FlaskConical,
  reports: Hospital,
  prevention: Syringe,
  certificates: ScrollText,
  administrative: Folder,
  directives: Feather,
  synthesis: HeartPulse,
  questionnaires: ClipboardList,
  other: FileText,
};

/** The icon of a category, of a newer version's too. */
export const categoryIcon = (category: string): Icon =>
  Object.hasOwn(categoryIcons, category)
    ? categoryIcons[category as DocumentCategory]
    : categoryIcons.other;
