import type { Category } from "./categories";

/** Labeled examples of documents that are written for readers at large. Written for this purpose; no real person or firm is meant. */
export const corpusPublic: readonly (readonly [Category, string])[] = [
  [
    "documentation",
    `Installation. Run npm install to add the package, then import the module. Configuration: set the port option in the config file. The API returns a JSON
    object. Example usage is shown below. See the reference for all parameters and default values.`,
  ],
  [
    "documentation",
    `Getting started with the command line tool. Download the binary, open a terminal and run the command with the --help flag. Environment variables override
    the settings. Troubleshooting: if the server does not start, check the log file for an error message.`,
  ],
  [
    "documentation",
    `Function reference. parse(input, options) takes a string and returns a tree. It throws a TypeError when the argument is not a string. Deprecated since
    version 3.2: use parseAsync instead. Type definitions and code examples are included.`,
  ],
  [
    "documentation",
    `User manual for the router. Connect the device to power and press the reset button for five seconds. Open the settings page in your browser. Click Save to
    apply the configuration. Firmware updates are installed from the system menu. Default password: see the label.`,
  ],
  [
    "documentation",
    `Readme. A small library for reading files. Features, requirements, build from source, run the tests, contributing, license. Clone the repository, install
    dependencies and run the build script. Open an issue on GitHub to report a bug; pull requests are welcome.`,
  ],
  [
    "essay",
    `It has often been argued that memory makes us who we are. Yet this claim, however plausible, rests on an assumption about identity that philosophers have
    long questioned. In this essay I shall argue that forgetting is equally essential to human nature and to moral thought.`,
  ],
  [
    "essay",
    `Abstract. This paper examines the relation between literacy and social change in the nineteenth century. Drawing on archival sources, the author contends
    that previous scholarship has neglected the role of women. The theory is discussed in the context of the literature.`,
  ],
  [
    "essay",
    `What does it mean to walk through a city without purpose? For the poets of modern life the crowd was a spectacle and a mirror. Perhaps we have lost this
    sense of wonder; perhaps technology, far from liberating us, has narrowed our experience of the world.`,
  ],
  [
    "essay",
    `The study investigates the hypothesis that attention shapes perception. According to Hume, ideas derive from impressions; critics, however, object that
    the argument is circular. Therefore the concept must be understood in its historical and cultural context.`,
  ],
  [
    "essay",
    `Democracy depends on a belief that truth matters in society. Nevertheless, as history shows, power seldom submits to reason. Some scholars claim that
    education alone can cure this; others doubt it. The question remains whether freedom and virtue can be reconciled.`,
  ],
  [
    "press-release",
    `For immediate release. Springfield, May 4: Northwind today announced the launch of its new electric bicycle. "We are thrilled to bring this to our
    customers," said Dana Cole, chief executive officer. About Northwind: founded in 2011, the company is a leading maker. Media contact: press office.`,
  ],
  [
    "press-release",
    `Museum announces opening of major exhibition. The exhibition, which opens to the public on 12 June, is the first of its kind. "This is a milestone for our
    city," said the director. Journalists are invited to a preview. Press contact and images are available on request.`,
  ],
  [
    "press-release",
    `Company secures funding to expand. The startup announced today that it has raised $20 million in a round led by investors. The spokesperson added that the
    partnership will accelerate growth worldwide. For more information visit the website or contact media relations.`,
  ],
  [
    "press-release",
    `News release. The city council unveils an award-winning program for young artists. "We are proud and excited," commented the mayor. The initiative will be
    available starting next month. Notes to editors: photographs can be downloaded from the newsroom.`,
  ],
  [
    "press-release",
    `The foundation is pleased to announce the winners of its annual prize. The leading organization, headquartered in Geneva, unveiled the list at a ceremony
    today. "Their innovative work inspires us," said the president. Embargoed until Monday. Media inquiries: press team.`,
  ],
  [
    "recipe",
    `Ingredients: 250 g flour, 2 eggs, 100 ml milk, a pinch of salt, butter. Preheat the oven to 180 degrees. Whisk the eggs with the milk, stir in the flour and
    bake for 25 minutes until golden. Serve warm.`,
  ],
  [
    "recipe",
    `Tomato soup for four. Heat the olive oil in a large pan, add the chopped onion and garlic and fry gently. Add the tomatoes and stock, simmer for 20 minutes,
    season with pepper and basil, then blend until smooth. Serves 4.`,
  ],
  [
    "recipe",
    `Chocolate cake. Melt the chocolate with the butter. Beat sugar and eggs until fluffy, fold in the cocoa and baking powder. Pour the batter into a greased
    tin and bake. Let it cool before you spread the cream. Prep time 20 minutes.`,
  ],
  [
    "recipe",
    `Chicken curry. Cut the chicken into pieces and marinate in yogurt and spices. Cook the rice. Fry the onion with ginger, two tablespoons of curry paste and a
    teaspoon of turmeric. Add coconut milk, stir, cover and simmer. Garnish with coriander.`,
  ],
  [
    "recipe",
    `Quick potato salad. Boil the potatoes in salted water, drain and slice. Mix vinegar, mustard, oil and a cup of broth into a dressing. Toss with chopped
    chives and cucumber. Chill for one hour. Season to taste and serve with bread.`,
  ],
  [
    "resume",
    `Curriculum vitae. Work experience: senior engineer, 2019 to present. Responsible for a team of six. Education: bachelor's degree in physics, 2014. Skills:
    Python, statistics, project management. Languages: English fluent, Spanish native. References available upon request.`,
  ],
  [
    "resume",
    `Resume of a registered nurse. Professional summary: dedicated nurse with ten years of experience in emergency care. Employment history, certifications,
    university degree with honors. Volunteer work. Achievements: reduced waiting times. Phone and e-mail address on top.`,
  ],
  [
    "resume",
    `Marketing manager seeking a new position. Career highlights: led campaigns, managed budgets, increased brand awareness. Promoted twice. Education: master of
    business administration. Computer skills: spreadsheets, analytics. Hobbies: sailing, photography.`,
  ],
  [
    "resume",
    `Personal profile: motivated graduate with strong communication skills. Internship at an architecture office, summer 2023. Awards: dean's list, scholarship.
    Proficient in drawing software. Fluent in French and German. Driving license. Date of birth and nationality omitted.`,
  ],
  [
    "resume",
    `Experience. Lead developer, 2017 to 2022: designed and implemented payment systems, mentored junior developers. Freelance consultant, 2015 to 2017. Degree
    in computer science from a state university. Technical skills, languages, interests and professional references.`,
  ],
];
