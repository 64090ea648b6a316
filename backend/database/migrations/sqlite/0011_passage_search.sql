CREATE VIRTUAL TABLE `passage_search` USING fts5(`terms`, content=`passages`, content_rowid=`number`, tokenize='unicode61 remove_diacritics 0');
--> statement-breakpoint
CREATE TRIGGER `passages_insert` AFTER INSERT ON `passages` BEGIN INSERT INTO `passage_search` (`rowid`, `terms`) VALUES (new.`number`, new.`terms`); END;
--> statement-breakpoint
CREATE TRIGGER `passages_delete` AFTER DELETE ON `passages` BEGIN INSERT INTO `passage_search` (`passage_search`, `rowid`, `terms`) VALUES ('delete', old.`number`, old.`terms`); END;
