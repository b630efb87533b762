using static WeChatNotifications.WeChatApi.Errors.WeChatErrorAction;

namespace WeChatNotifications.WeChatApi.Errors;

/// <content>Template management: <c>wxaapi/newtmpl/*</c> of mini programs, <c>template/*</c> of official accounts.</content>
public static partial class WeChatErrorCatalogue
{
    private static WeChatErrorEntry[] TemplateRows =>
    [
        .. TemplateTwins(20001, 200001, "template-system-error", RetryLater,
            "WeChat's template service has a fault.",
            "模板服务系统错误。",
            "Try again later.",
            "请稍后再试。"),
        .. TemplateTwins(20002, 200002, "template-parameters-invalid", ConfigurationFault,
            "A parameter of the template call is wrong.",
            "模板接口参数错误。",
            "Check what was entered.",
            "请检查填写的参数。"),
        Row(40246, "keyword-names-invalid", ConfigurationFault,
            "A keyword name is empty or not in the template library.",
            "模板关键词为空，或不在模板库中。",
            "Choose keywords from the library's template.",
            "请从模板库中选择关键词。", WeChatCall.Template),
        Row(40247, "category-template-needed", ConfigurationFault,
            "Only templates of the account's category can be added.",
            "只能添加类目模板。",
            "Choose a template of the account's category.",
            "请选择账号所属类目的模板。", WeChatCall.Template),
        Row(200011, "template-account-banned", ConfigurationFault,
            "The account is banned and cannot manage templates.",
            "此账号已被封禁，无法操作模板。",
            "Look for the reason among the notices in the WeChat console.",
            "请在微信后台的通知中查看封禁原因。", WeChatCall.Template),
        Row(200012, "templates-full", ConfigurationFault,
            "The account holds as many private templates as it may.",
            "个人模板数已达上限。",
            "Delete templates that are no longer used.",
            "请删除不再使用的模板。", WeChatCall.Template),
        Row(200013, "library-template-banned", ConfigurationFault,
            "This library template is banned.",
            "此模板已被封禁，无法选用。",
            "Choose another template.",
            "请选择其他模板。", WeChatCall.Template),
        Row(200014, "tid-invalid", ConfigurationFault,
            "There is no library template with this tid.",
            "模板 tid 参数错误。",
            "Choose the template from the library's list.",
            "请从模板库列表中选择模板。", WeChatCall.Template),
    ];

    private static WeChatErrorEntry[] TemplateParameterRows =>
    [
        Row(200016, "start-invalid", ConfigurationFault,
            "The page's start is wrong.",
            "start 参数错误。",
            "Start at 0 or more.",
            "start 须大于或等于 0。", WeChatCall.Template),
        Row(200017, "limit-invalid", ConfigurationFault,
            "The page's size is wrong.",
            "limit 参数错误。",
            "Ask for 1 to 30 at once.",
            "每次最多查询 30 条。", WeChatCall.Template),
        Row(200018, "category-ids-missing", ConfigurationFault,
            "No category ids were given.",
            "类目 ids 缺失。",
            "Choose at least one of the account's categories.",
            "请至少选择一个账号类目。", WeChatCall.Template),
        Row(200019, "category-ids-invalid", ConfigurationFault,
            "A category id is wrong or not the account's.",
            "类目 ids 不合法。",
            "Choose from the account's own categories.",
            "请从账号自己的类目中选择。", WeChatCall.Template),
        Row(200020, "keyword-list-invalid", ConfigurationFault,
            "The keyword list is wrong: it takes 2 to 5 keywords of this template.",
            "关键词列表 kidList 参数错误：须为该模板的 2 至 5 个关键词。",
            "Choose 2 to 5 of the template's keywords.",
            "请选择该模板的 2 至 5 个关键词。", WeChatCall.Template),
        Row(200021, "scene-description-invalid", ConfigurationFault,
            "The scene description is wrong: at most 15 characters.",
            "场景描述 sceneDesc 参数错误：不超过 15 个字。",
            "Shorten the description.",
            "请缩短场景描述。", WeChatCall.Template),
        Row(200022, "template-exists", ConfigurationFault,
            "The account already has a template with this title and these keywords.",
            "已存在标题和关键词相同的模板。",
            "Use the existing template.",
            "请使用已有的模板。", WeChatCall.Template),
        Row(200100, "template-account-type", ConfigurationFault,
            "Accounts of this type cannot manage templates this way.",
            "该类型的账号不支持此模板接口。",
            "Manage the templates in the WeChat console.",
            "请在微信后台管理模板。", WeChatCall.Template),
    ];

    /// <summary>WeChat answers some faults of the template calls with a five-digit or a six-digit code.</summary>
    private static IEnumerable<WeChatErrorEntry> TemplateTwins(
        int code, int otherCode, string name, WeChatErrorAction action, string meaningEn, string meaningZh, string adviceEn, string adviceZh) =>
    [
        Row(code, name, action, meaningEn, meaningZh, adviceEn, adviceZh, WeChatCall.Template),
        Row(otherCode, name, action, meaningEn, meaningZh, adviceEn, adviceZh, WeChatCall.Template),
    ];
}
