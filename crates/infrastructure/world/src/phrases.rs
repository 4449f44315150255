//! What made-up people say, by language.

/// The phrases of a language: openings and continuations that fit together in any order.
pub(crate) struct Language {
    pub(crate) openings: &'static [&'static str],
    pub(crate) continuations: &'static [&'static str],
    pub(crate) replies: &'static [&'static str],
    pub(crate) stop: &'static str,
}

/// Languages, the more frequent ones more than once.
pub(crate) const LANGUAGES: &[&Language] = &[
    &ENGLISH,
    &ENGLISH,
    &ENGLISH,
    &PORTUGUESE,
    &PORTUGUESE,
    &GERMAN,
    &SPANISH,
    &FRENCH,
    &JAPANESE,
    &ARABIC,
    &HINDI,
];

pub(crate) const EMOJI: &[&str] = &[
    "🎉",
    "😂",
    "❤️",
    "👩🏽‍💻",
    "🌧️",
    "☕",
    "🚲",
    "🇧🇷",
    "🤔",
    "🔥",
    "🙌🏿",
    "🐈",
    "📚",
    "👨‍👩‍👧",
    "🌅",
];

pub(crate) const HASHTAGS: &[&str] = &[
    "rust",
    "música",
    "photography",
    "futebol",
    "books",
    "coffee",
    "travel",
    "東京",
    "openSource",
    "ciência",
    "gardening",
    "Straßenbahn",
    "news",
    "art",
    "running",
    "cinema",
    "हिन्दी",
    "food",
    "climate",
    "history",
    "astronomy",
    "sql",
    "maps",
    "trains",
    "linguistics",
    "chess",
    "design",
    "cats",
    "cycling",
    "weekend",
];

const ENGLISH: Language = Language {
    openings: &[
        "Finally finished the chapter I was stuck on",
        "The train was late again",
        "Small win today",
        "Does anyone know a good place for ramen",
        "I keep rewriting the same function",
        "Morning walk along the river",
        "Hot take",
        "Our little library got forty new books",
    ],
    continuations: &[
        "and it was worth the wait",
        "which nobody expected",
        "but I would do it again",
        "more tomorrow",
        "and the light was perfect",
        "so I am making tea",
        "no regrets",
        "ask me anything about it",
    ],
    replies: &[
        "Could not agree more",
        "I had the same on Tuesday",
        "Do you have a source for that?",
        "This made my day",
        "Not sure about that one",
        "Thanks for sharing",
        "Please write more about this",
    ],
    stop: ".",
};

const PORTUGUESE: Language = Language {
    openings: &[
        "Hoje acordei com o barulho da chuva",
        "Alguém mais viu o jogo ontem",
        "Terminei de ler um livro incrível",
        "Receita nova de pão de queijo",
        "Saudade do mar",
    ],
    continuations: &[
        "e não consigo parar de pensar nisso",
        "mas valeu a pena",
        "amanhã conto mais",
        "com café, claro",
        "e deu tudo certo",
    ],
    replies: &[
        "Concordo demais",
        "Conta mais!",
        "Que coisa linda",
        "Não sei, não",
        "Também quero",
    ],
    stop: ".",
};

const GERMAN: Language = Language {
    openings: &[
        "Endlich Feierabend",
        "Der Kühlschrank brummt seit heute früh",
        "Die S-Bahn war ausnahmsweise pünktlich",
        "Habe gestern zum ersten Mal Brot gebacken",
    ],
    continuations: &[
        "und es hat geschmeckt",
        "wer hätte das gedacht",
        "morgen mehr davon",
        "größer als gedacht",
    ],
    replies: &[
        "Genau so ist es",
        "Das überrascht mich nicht",
        "Schön gesagt",
        "Wirklich?",
    ],
    stop: ".",
};

const SPANISH: Language = Language {
    openings: &[
        "Qué buen día para caminar",
        "Por fin llegó el verano",
        "Mañana empiezo de cero",
    ],
    continuations: &[
        "y sin prisa",
        "como siempre",
        "aunque nadie lo crea",
        "con mucho café",
    ],
    replies: &["¡Totalmente!", "¿En serio?", "Qué alegría", "Yo también"],
    stop: ".",
};

const FRENCH: Language = Language {
    openings: &[
        "Le marché était plein ce matin",
        "Encore un dimanche pluvieux",
        "Vu un film superbe",
    ],
    continuations: &[
        "et j'en suis ravie",
        "comme d'habitude",
        "à refaire",
        "sans parapluie",
    ],
    replies: &["Tout à fait", "C'est noté", "Bof", "Merci pour le partage"],
    stop: ".",
};

const JAPANESE: Language = Language {
    openings: &[
        "今日はいい天気でした",
        "新しいカフェを見つけた",
        "電車で本を読み終えた",
    ],
    continuations: &["また行きたい", "とても楽しかった", "明日も頑張ろう"],
    replies: &["わかります", "すごいですね", "いいなあ"],
    stop: "。",
};

const ARABIC: Language = Language {
    openings: &["صباح الخير من المدينة القديمة", "قرأت اليوم كتابًا جميلًا"],
    continuations: &["وكان الطقس رائعًا", "وسأعود غدًا"],
    replies: &["أتفق معك", "شكرًا على المشاركة"],
    stop: ".",
};

const HINDI: Language = Language {
    openings: &["आज मौसम बहुत अच्छा था", "नई किताब शुरू की है"],
    continuations: &["और चाय भी अच्छी थी", "कल फिर लिखूँगा"],
    replies: &["बिल्कुल सही", "बहुत बढ़िया"],
    stop: "।",
};
