import type { Messages } from '../fr/index.ts';

export const install: Messages['install'] = {
  title: 'Carnet, within reach of the thumb',
  text: 'Installed on the home screen it opens like an app, without a network, and the browser keeps its data better.',
  act: 'Install',
  how: 'How to install it',
  later: 'Later',
  ios: {
    title: 'On the home screen of your iPhone or iPad',
    first: 'Do it before you begin: the installed app does not see what Safari keeps.',
    after:
      'The installed app will open empty. Touch “Resume from Safari” there, and keep this one open.',
    steps: [
      'Touch Share, in the bar of Safari',
      'Choose “Add to Home Screen”',
      'Touch “Add”, then open Carnet from there',
    ],
  },
};
