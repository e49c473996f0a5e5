/**
 * Every expected failure that can reach a screen, as a closed union. i18n has a sentence for
 * each member (what happened, what is safe, what to do); a missing one does not compile.
 */
export type VaultError =
  | { readonly type: 'Locked' }
  | { readonly type: 'NoVault' }
  | { readonly type: 'VaultExists' }
  | { readonly type: 'WrongPassphrase' }
  /** The passkey is not one of this device's, or gave another secret. */
  | { readonly type: 'UnknownPasskey' }
  /** Taking the last lock away leaves the device unprotected: to be asked for in so many words. */
  | { readonly type: 'LastSlot' }
  /** `position`: 1 to 12, a word that is not in the list. Nothing else is said of wrong words. */
  | { readonly type: 'UnknownWord'; readonly position: number }
  | { readonly type: 'WordCountWrong' }
  /** The words are no kit, or not the kit of this record: one sentence for both. */
  | { readonly type: 'WordsDoNotOpen' }
  | { readonly type: 'KitAnswersWrong' }
  | { readonly type: 'NoRecoveryHere' }
  | { readonly type: 'ArchiveDamaged' }
  | { readonly type: 'NotAnArchive' }
  | { readonly type: 'PassphraseTooShort'; readonly minLength: number }
  | { readonly type: 'SelfTestFailed'; readonly primitive: string }
  | { readonly type: 'HeldByOtherTab' }
  | { readonly type: 'DeviceFull' }
  | { readonly type: 'StorageRefused' }
  | { readonly type: 'StorageDamaged' }
  | { readonly type: 'NewerData' }
  | { readonly type: 'InvalidEntry'; readonly fields: readonly string[] }
  | { readonly type: 'UnknownEntry' }
  | { readonly type: 'FileEmpty' }
  | { readonly type: 'FileTooLarge'; readonly maxBytes: number }
  | { readonly type: 'FileTypeUnknown' }
  | { readonly type: 'FileTypeMismatch' }
  | { readonly type: 'FileUnreadable' }
  | { readonly type: 'FileNotHere' }
  | { readonly type: 'FileDamaged' }
  | { readonly type: 'RelayUnreachable' }
  | { readonly type: 'RelayRefused'; readonly reason: string }
  | { readonly type: 'RelayFull' }
  | { readonly type: 'QuotaReached' }
  | { readonly type: 'NotAPairingCode' }
  | { readonly type: 'PairingCodeOfOtherSort' }
  | { readonly type: 'PairingExpired' }
  | { readonly type: 'PairingAlreadyUsed' }
  | { readonly type: 'PairingNotAuthentic' }
  | { readonly type: 'PairingFromOtherRelay' }
  | { readonly type: 'OwnPairingCode' }
  /** On the other device the words were said to differ. */
  | { readonly type: 'WordsDiffer' }
  | { readonly type: 'UnknownDevice' }
  | { readonly type: 'NoProfessionalIdentity' }
  | { readonly type: 'NotAnAttestation' }
  /** It vouches for other keys, or for the name as it was before. */
  | { readonly type: 'AttestationOfOtherIdentity' }
  | { readonly type: 'ChannelClosed' }
  | { readonly type: 'ChannelExpired' }
  | { readonly type: 'UnknownChannel' }
  | { readonly type: 'Cancelled' }
  /** A bug: what was asked did not happen, or not whole; what is stored stands. */
  | { readonly type: 'Unexpected' };

export type VaultErrorType = VaultError['type'];
