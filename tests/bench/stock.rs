//! Stock tantivy over the same passages: what a search costs that knows words and nothing else.

use frostem::{Algorithm, Stemmer};
use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument,
    collector::TopDocs,
    doc,
    query::{Query, QueryParser},
    schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{
        LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
    },
};

/// An index in memory, and what parses its queries.
pub struct Stock {
    searcher: Searcher,
    parser: QueryParser,
}

impl Stock {
    pub fn new<'a>(passages: impl Iterator<Item = &'a str>) -> Stock {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("english")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing) | STORED);
        let index = Index::create_in_ram(schema.build());
        let english = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(English)
            .build();
        index.tokenizers().register("english", english);
        let mut writer: IndexWriter = index.writer_with_num_threads(2, 128 << 20).expect("a writer");
        for passage in passages {
            writer.add_document(doc!(text => passage)).expect("a document");
        }
        writer.commit().expect("a commit");
        writer.wait_merging_threads().expect("an end");
        let mut parser = QueryParser::for_index(&index, vec![text]);
        parser.set_conjunction_by_default();
        Stock { searcher: index.reader().expect("a reader").searcher(), parser }
    }

    pub fn query(&self, line: &str) -> Box<dyn Query> {
        self.parser.parse_query(line).expect("a query")
    }

    /// The ten best with their text.
    pub fn ten(&self, query: &dyn Query) -> Vec<TantivyDocument> {
        let best = self.searcher.search(query, &TopDocs::with_limit(10).order_by_score()).expect("hits");
        best.into_iter().map(|(_, address)| self.searcher.doc(address).expect("a document")).collect()
    }
}

/// What tantivy's own `en_stem` does, which our build of it leaves out.
#[derive(Clone)]
struct English;

#[derive(Clone)]
struct Stemming<T>(T);

struct Stemmed<T>(T, Stemmer);

impl TokenFilter for English {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemming<T> {
        Stemming(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stemmed<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stemmed(self.0.token_stream(text), Stemmer::new(Algorithm::English))
    }
}

impl<T: TokenStream> TokenStream for Stemmed<T> {
    fn advance(&mut self) -> bool {
        let found = self.0.advance();
        if found {
            let stem = self.1.stem(&self.0.token().text).into_owned();
            self.0.token_mut().text = stem;
        }
        found
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}
