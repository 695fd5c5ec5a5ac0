// No transform: Jest strips the types itself on Node 24 (erasable syntax only).
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/test'],
  coverageProvider: 'v8',
};
