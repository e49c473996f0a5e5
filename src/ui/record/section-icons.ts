import Accessibility from '@lucide/svelte/icons/accessibility';
import Activity from '@lucide/svelte/icons/activity';
import BedDouble from '@lucide/svelte/icons/bed-double';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileText from '@lucide/svelte/icons/file-text';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import IdCard from '@lucide/svelte/icons/id-card';
import Leaf from '@lucide/svelte/icons/leaf';
import Pill from '@lucide/svelte/icons/pill';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Stethoscope from '@lucide/svelte/icons/stethoscope';
import Syringe from '@lucide/svelte/icons/syringe';
import Target from '@lucide/svelte/icons/target';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import UsersRound from '@lucide/svelte/icons/users-round';
import WalletCards from '@lucide/svelte/icons/wallet-cards';
import type { Icon } from '../components/icon.ts';
import type { ShownSection } from './shown-sections.ts';

/** The picture of each section, on its own rows and among others. */
export const sectionIcons: Readonly<Record<ShownSection, Icon>> = {
  identity: IdCard,
  allergies: TriangleAlert,
  treatments: Pill,
  conditions: HeartPulse,
  measurements: Activity,
  targets: Target,
  results: FlaskConical,
  immunizations: Syringe,
  procedures: BedDouble,
  disabilities: Accessibility,
  lifestyle: Leaf,
  'family-history': UsersRound,
  documents: FileText,
  'care-team': Stethoscope,
  contacts: HeartHandshake,
  directives: ScrollText,
  intakes: ClipboardCheck,
  'care-history': ReceiptText,
  appointments: CalendarDays,
  administrative: WalletCards,
};
