/** Carnet on the home screen. */
export const install = {
  title: 'Carnet, à portée de pouce',
  text: 'Installé sur l’écran d’accueil, il s’ouvre comme une application, sans réseau, et le navigateur garde mieux ses données.',
  act: 'Installer',
  how: 'Comment l’installer',
  later: 'Plus tard',
  ios: {
    title: 'Sur l’écran d’accueil de votre iPhone ou iPad',
    first:
      'Faites-le avant de commencer : l’application installée ne voit pas ce que Safari garde.',
    after:
      'L’application installée s’ouvrira vide. Touchez-y « Reprendre depuis Safari » et gardez celui-ci ouvert.',
    steps: [
      'Touchez Partager, dans la barre de Safari',
      'Choisissez « Sur l’écran d’accueil »',
      'Touchez « Ajouter », puis ouvrez Carnet de là',
    ],
  },
};
