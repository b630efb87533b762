namespace WeChatNotifications.Simulator.Wire;

/// <summary>WeChat's error codes with the texts seen on the wire.</summary>
internal static class WeChatCodes
{
    public const int Ok = 0;
    public const int SystemError = -1;
    public const int InvalidCredential = 40001;
    public const int InvalidGrantType = 40002;
    public const int InvalidOpenId = 40003;
    public const int InvalidAppId = 40013;
    public const int InvalidAccessToken = 40014;
    public const int InvalidCode = 40029;
    public const int InvalidOpenIdCount = 40032;
    public const int InvalidCharset = 40033;
    public const int InvalidTemplateId = 40037;
    public const int LongTermLimit = 40038;
    public const int UrlTooLong = 40039;
    public const int InvalidUrl = 40066;
    public const int InvalidSecret = 40125;
    public const int IpNotAllowed = 40164;
    public const int CodeUsed = 40163;
    public const int CodeBlocked = 40226;
    public const int SecretFrozen = 40243;
    public const int MarketingContent = 40249;
    public const int TokenMissing = 41001;
    public const int AppIdMissing = 41002;
    public const int SecretMissing = 41004;
    public const int InvalidFormId = 41028;
    public const int FormIdUsed = 41029;
    public const int CodeMissing = 41008;
    public const int InvalidPage = 41030;
    public const int TokenExpired = 42001;
    public const int RequireGet = 43001;
    public const int RequirePost = 43002;
    public const int NotFollowing = 43004;
    public const int Blacklisted = 43019;
    public const int UserRefused = 43101;
    public const int Banned = 43107;
    public const int ConcurrentSend = 43108;
    public const int TemplateRestricted = 43116;
    public const int EmptyBody = 44002;
    public const int DailyQuota = 45009;
    public const int MinuteQuota = 45011;
    public const int Unsupported = 45103;
    public const int Withdrawn = 45109;
    public const int SensitiveWords = 45168;
    public const int InvalidJson = 47001;
    public const int InvalidData = 47003;
    public const int Unauthorized = 48001;
    public const int MessagesOff = 48002;

    /// <summary>Every code the simulator answers on its own, or that a fault may ask for without giving a text.</summary>
    public static IReadOnlyDictionary<int, string> Texts { get; } = new Dictionary<int, string>
    {
        [SystemError] = "system error",
        [InvalidCredential] = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
        [InvalidGrantType] = "invalid grant_type",
        [InvalidOpenId] = "invalid openid",
        [InvalidAppId] = "invalid appid",
        [InvalidAccessToken] = "invalid access_token",
        [InvalidCode] = "invalid code",
        [InvalidOpenIdCount] = "invalid openid list size",
        [InvalidCharset] = @"invalid charset. please check your request, if include \uxxxx will create fail!",
        [InvalidTemplateId] = "invalid template_id",
        [LongTermLimit] = "long-term template push limit",
        [UrlTooLong] = "invalid url size",
        [InvalidUrl] = "invalid url",
        [InvalidSecret] = "invalid appsecret",
        [IpNotAllowed] = "invalid ip, not in whitelist",
        [CodeUsed] = "code been used",
        [CodeBlocked] = "code blocked",
        [SecretFrozen] = "AppSecret frozen",
        [MarketingContent] = "marketing content is forbidden",
        [TokenMissing] = "access_token missing",
        [AppIdMissing] = "appid missing",
        [SecretMissing] = "appsecret missing",
        [InvalidFormId] = "invalid form id",
        [FormIdUsed] = "form id used count reach limit",
        [CodeMissing] = "missing code",
        [InvalidPage] = "invalid page",
        [TokenExpired] = "access_token expired",
        [RequireGet] = "require GET method",
        [RequirePost] = "require POST method",
        [NotFollowing] = "require subscribe",
        [Blacklisted] = "require remove blacklist",
        [UserRefused] = "user refuse to accept the msg",
        [Banned] = "subscribe message capability or template is banned",
        [ConcurrentSend] = "concurrent sending to the same user",
        [TemplateRestricted] = "template is restricted",
        [EmptyBody] = "empty post data",
        [DailyQuota] = "reach max api daily quota limit",
        [MinuteQuota] = "api minute-quota reach limit  mustslower  retry next minute",
        [Unsupported] = "This API has been unsupported",
        [Withdrawn] = "This API has been unsupported",
        [SensitiveWords] = "content contains sensitive words",
        [InvalidJson] = "data format error",
        [InvalidData] = "argument invalid!",
        [Unauthorized] = "api unauthorized",
        [MessagesOff] = "user refuse to receive message",
        [50004] = "token API forbidden",
        [50007] = "account frozen",
        [89503] = "admin confirmation pending",
        [89506] = "admin refused this ip, retry after 24 hours",
        [89507] = "admin refused this ip, retry after 1 hour",
    };
}
