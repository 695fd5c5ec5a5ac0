import { telling } from '../calling.ts';
import { type Body, readText, textOption } from '../command.ts';
import { documentName, formatOf } from '../document.ts';

interface Description {
  Name?: string;
  DocumentVersion?: string;
  DefaultVersion?: string;
}

interface Changed {
  DocumentDescription: Description;
}

/** What a file says, and the name of its document. */
function fileOf(file: string, name: string | undefined) {
  const Content = readText(file);
  return { Name: name ?? documentName(file), Content, DocumentFormat: formatOf(Content) };
}

/** quaymaster documents create: a document of a file. */
export const createDocument: Body = (given) => {
  const document = fileOf(given.positionals[0] ?? '', textOption(given, 'name'));
  const input = { ...document, DocumentType: textOption(given, 'type') ?? 'Automation' };
  return telling(
    given,
    async ({ call }) => (await call<Changed>('AmazonSSM.CreateDocument', input)).DocumentDescription,
    () => [`created ${document.Name}; to start it: quaymaster executions start ${document.Name}`],
  );
};

/** quaymaster documents update: a new version, which becomes the default one where that is wished. */
export const updateDocument: Body = (given) => {
  const { Name, ...file } = fileOf(given.positionals[0] ?? '', textOption(given, 'name'));
  const isDefault = given.values.default === true;
  return telling(
    given,
    async ({ call }) => {
      const input = { Name, ...file, DocumentVersion: '$LATEST' };
      const { DocumentDescription: updated } = await call<Changed>('AmazonSSM.UpdateDocument', input);
      const { DocumentVersion = '' } = updated;
      if (!isDefault) return updated;
      await call('AmazonSSM.UpdateDocumentDefaultVersion', { Name, DocumentVersion });
      return { ...updated, DefaultVersion: DocumentVersion };
    },
    ({ DocumentVersion }) => [
      `${Name} has version ${DocumentVersion}${isDefault ? ', the default one' : '; the default one stays'}`,
    ],
  );
};

/** quaymaster documents delete: all versions, or one. */
export const deleteDocument: Body = (given) =>
  telling(
    given,
    async ({ call }) => {
      const [Name = ''] = given.positionals;
      const DocumentVersion = textOption(given, 'document-version');
      const input = { Name, ...(DocumentVersion && { DocumentVersion }) };
      await call('AmazonSSM.DeleteDocument', input);
      return input;
    },
    ({ Name, DocumentVersion }) => [
      DocumentVersion ? `deleted version ${DocumentVersion} of ${Name}` : `deleted ${Name}`,
    ],
  );
