import type { PlantedFault } from './planted-fault.ts';

const of = 'functions/proton/components';
const connections = 'functions/proton/environment-account-connections';

/** Each of these breaks a promise of Proton's components or account connections. */
export const inComponents: PlantedFault[] = [
  {
    name: 'a component is attached to an instance that has one',
    file: `${of}/attachment.ts`,
    text: 'await checkAlone(value, componentArn(place, name), store);',
    instead: 'void [checkAlone, componentArn, name];',
    breaks: /it is attached to \w+, as \w+ is/,
  },
  {
    name: 'a component is changed by what its instance was when it was looked at',
    file: `${of}/update-component.ts`,
    text: '    seen.push(found);',
    instead: '    void seen;',
    breaks: /it is changed while \w+ is changed/,
  },
  {
    name: 'an instance that is deployed waits for no component',
    file: 'functions/proton/service-instances/deploy-instance.ts',
    text: 'if (component && busy.has(component.status))',
    instead: 'if (component && busy.has(""))',
    breaks: /it is changed while \w+ is changed/,
  },
  {
    name: 'an instance is made without its component',
    file: 'functions/proton/deployments/basis.ts',
    text: '...(component !== undefined && { component }),',
    instead: '',
    breaks: /it is made with undefined, and its component is at/,
  },
  {
    name: 'a request for a change of a component counts each time that it comes',
    file: `${of}/update-component.ts`,
    text: 'const together = token.keep(componentKey(changed, componentName));',
    instead: 'const together = token.keep(componentKey(changed, componentName)).slice(1);',
    breaks: /it was asked for once, and deployed as/,
  },
  {
    name: 'a connection that is in use is refused',
    file: `${connections}/reject-environment-account-connection.ts`,
    text: 'if (value.environmentAccountConnectionId === id)',
    instead: 'if (value.environmentAccountConnectionId === "")',
    breaks: /is REJECTED, and far is in use of it/,
  },
  {
    name: 'two connections of the same are open',
    file: `${connections}/create-environment-account-connection.ts`,
    text: 'await onlyOne(store, connection),',
    instead: '...[onlyOne].slice(1).map(() => ({ put: connectionItem(connection), expect: 0 })),',
    breaks: /it is PENDING, and \S+ of the same is/,
  },
  {
    name: 'what belongs into another account is made where the server is',
    file: 'functions/proton/environments/means.ts',
    text: 'account: connection?.environmentAccountId ?? account,',
    instead: 'account,',
    breaks: /its work is in account 000000000000/,
  },
];
