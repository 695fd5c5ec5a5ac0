import type { PlantedFault } from './planted-fault.ts';

const services = 'functions/proton/service-syncs';
const templates = 'functions/proton/template-syncs';

/** Each of these breaks a promise of Proton's syncs from Git. */
export const inSyncs: PlantedFault[] = [
  {
    name: 'what was made of a folder is not on record with it',
    file: `${templates}/sync-major.ts`,
    text: 'const why = await refusal(value, folder, { ...ports, together });',
    instead: 'const why = await refusal(value, folder, { ...ports, together: (made) => together(made).slice(1) });',
    breaks: /it was registered twice/,
  },
  {
    name: 'what a commit says is deployed at each look',
    file: `${services}/sync-instance.ts`,
    text: 'if (known.entry !== entry) {',
    instead: "if (known.entry !== entry || known.latest?.status === 'SUCCEEDED') {",
    breaks: /it was deployed again/,
  },
  {
    name: 'what must wait is not looked at again',
    file: `${services}/sync-instance.ts`,
    text: 'return !isLater;',
    instead: 'return isLater || !isLater;',
    breaks: /the newest commit has size|its sync stays INITIATED/,
  },
  {
    name: 'the end of a deployment does not end the attempt of its sync',
    file: 'functions/proton/deployments/settle.ts',
    text: '...(await attemptEnd(done, store))',
    instead: '...[attemptEnd].slice(1).map((one) => one as never)',
    breaks: /its sync stays IN_PROGRESS/,
  },
];
