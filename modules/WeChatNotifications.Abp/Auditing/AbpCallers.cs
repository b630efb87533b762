using Volo.Abp.Clients;
using WeChatNotifications.Auditing;
using AbpUser = Volo.Abp.Users.ICurrentUser;

namespace WeChatNotifications.Abp.Auditing;

/// <summary>ABP's user, or the program that calls for nobody, is the one whom the module notes as the maker of things.</summary>
internal sealed class AbpCallers(AbpUser user, ICurrentClient client) : ICurrentUser
{
    public CurrentUser? User => (user.Id, client.Id) switch
    {
        ({ } id, _) => new CurrentUser(id.ToString("D"), user.UserName),
        (null, { Length: > 0 } program) => new CurrentUser(program, program),
        _ => null,
    };
}
